namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python container: tuple, list or dict. All other objects in a pickle are leaves.</summary>
internal interface IPickleContainer
{
    /// <summary>Nesting depth of containers, including this one.</summary>
    int Depth { get; }

    internal static int DepthOf(object? value) => value is IPickleContainer container ? container.Depth : 0;
}

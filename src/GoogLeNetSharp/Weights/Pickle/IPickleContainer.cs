namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python object that holds others: tuple, list or dict. Everything else in a pickle is a leaf.</summary>
internal interface IPickleContainer
{
    /// <summary>How many containers lie in each other here, this one included.</summary>
    int Depth { get; }

    internal static int DepthOf(object? value) => value is IPickleContainer container ? container.Depth : 0;
}

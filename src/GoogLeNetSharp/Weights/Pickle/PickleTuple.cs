namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python tuple.</summary>
internal sealed class PickleTuple(object?[] items) : IPickleContainer
{
    internal IReadOnlyList<object?> Items => items;

    public int Depth { get; } = 1 + (items.Length == 0 ? 0 : items.Max(IPickleContainer.DepthOf));
}

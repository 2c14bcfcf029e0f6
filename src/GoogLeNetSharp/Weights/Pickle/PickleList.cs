namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python list.</summary>
internal sealed class PickleList : IPickleContainer
{
    private List<object?>? _items;

    internal IReadOnlyList<object?> Items => _items ?? (IReadOnlyList<object?>)[];

    public int Depth { get; private set; } = 1;

    internal void Add(object? item)
    {
        (_items ??= []).Add(item);
        Depth = Math.Max(Depth, 1 + IPickleContainer.DepthOf(item));
    }
}

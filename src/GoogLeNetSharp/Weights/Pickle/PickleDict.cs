namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python dict or OrderedDict with texts or whole numbers as keys, in the order of insertion.</summary>
internal sealed class PickleDict : IPickleContainer
{
    private readonly OrderedDictionary<object, object?> _items = [];

    internal IReadOnlyDictionary<object, object?> Items => _items;

    public int Depth { get; private set; } = 1;

    /// <summary>False when the key is there already.</summary>
    internal bool TryAdd(object key, object? value)
    {
        Depth = Math.Max(Depth, 1 + IPickleContainer.DepthOf(value));
        return _items.TryAdd(key, value);
    }
}

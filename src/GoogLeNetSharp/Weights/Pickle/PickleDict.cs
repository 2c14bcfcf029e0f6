namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python dict or OrderedDict with texts or whole numbers as keys, in the order of insertion.</summary>
internal sealed class PickleDict : IPickleContainer
{
    private static readonly OrderedDictionary<object, object?> Empty = [];

    // Every tensor of a checkpoint brings an empty one for its hooks.
    private OrderedDictionary<object, object?>? _items;

    internal IReadOnlyDictionary<object, object?> Items => _items ?? Empty;

    /// <summary>Whether a tensor is among the values.</summary>
    internal bool HoldsTensor { get; private set; }

    public int Depth { get; private set; } = 1;

    /// <summary>False when the key is there already.</summary>
    internal bool TryAdd(object key, object? value)
    {
        Depth = Math.Max(Depth, 1 + IPickleContainer.DepthOf(value));
        HoldsTensor |= value is PickledTensor;
        _items ??= new OrderedDictionary<object, object?>(KeyComparer.Instance);
        return _items.TryAdd(key, value);
    }

    // A number's own hash is its halves together, so that a file could choose a million keys with one hash; this one is seeded anew in each
    // process.
    private sealed class KeyComparer : IEqualityComparer<object>
    {
        internal static readonly KeyComparer Instance = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) => Equals(x, y);

        public int GetHashCode(object key) => key is long number ? HashCode.Combine((int)number, (int)(number >> 32)) : key.GetHashCode();
    }
}

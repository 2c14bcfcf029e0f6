namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A Python dict or OrderedDict with strings or integers as keys, in insertion order.</summary>
internal sealed class PickleDict : IPickleContainer
{
    private static readonly OrderedDictionary<object, object?> Empty = [];

    // every tensor of a checkpoint has an empty one for its hooks
    private OrderedDictionary<object, object?>? _items;

    internal IReadOnlyDictionary<object, object?> Items => _items ?? Empty;

    /// <summary>Whether a tensor is among the values.</summary>
    internal bool HoldsTensor { get; private set; }

    public int Depth { get; private set; } = 1;

    /// <summary>Adds an entry; returns false if the key exists.</summary>
    internal bool TryAdd(object key, object? value)
    {
        Depth = Math.Max(Depth, 1 + IPickleContainer.DepthOf(value));
        HoldsTensor |= value is PickledTensor;
        _items ??= new OrderedDictionary<object, object?>(KeyComparer.Instance);
        return _items.TryAdd(key, value);
    }

    // A seeded hash: the default hash of a number combines its halves, so a file could contain a million keys with the same hash.
    private sealed class KeyComparer : IEqualityComparer<object>
    {
        internal static readonly KeyComparer Instance = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) => Equals(x, y);

        public int GetHashCode(object key) => key is long number ? HashCode.Combine((int)number, (int)(number >> 32)) : key.GetHashCode();
    }
}

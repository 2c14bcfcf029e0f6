using System.Diagnostics.CodeAnalysis;

namespace GoogLeNetSharp.Inference;

/// <summary>A cache of fixed capacity that drops what has not been asked for the longest. Safe for concurrent use.</summary>
/// <param name="capacity">Values that are kept, 1 or more.</param>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = [];      // the most recent first

    /// <summary>The value of a key, which becomes the most recently used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            value = default;
            if (!_entries.TryGetValue(key, out var entry)) return false;
            value = entry.Value.Value;
            if (entry == _byUse.First) return true;
            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
            return true;
        }
    }

    /// <summary>Adds a value, or replaces the one with that key, as the most recently used.</summary>
    public void Put(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (_entries.Remove(key, out var old)) _byUse.Remove(old);
            _entries[key] = _byUse.AddFirst((key, value));
            if (_entries.Count <= capacity) return;
            _entries.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }
    }
}

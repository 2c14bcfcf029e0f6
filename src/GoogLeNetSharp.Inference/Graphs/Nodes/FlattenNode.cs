namespace GoogLeNetSharp.Graphs;

/// <summary>A map becomes features, channel by channel and row by row: C x H x W -> C * H * W.</summary>
public sealed record FlattenNode : GraphNode
{
    internal FlattenNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    /// <summary>How many features there have to be, or null for any number.</summary>
    public long? Features { get; init; }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs)
    {
        var count = inputs[0].Aggregate(1L, (product, size) => product * size);
        return Features is null || Features == count ? [count] : null;
    }

    private protected override string Details() => Features is { } features ? $"to {features}" : "";
}

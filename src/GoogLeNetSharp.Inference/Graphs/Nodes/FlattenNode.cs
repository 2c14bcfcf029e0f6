namespace GoogLeNetSharp.Graphs;

/// <summary>Flattens a map to features in row-major order: C x H x W -> C * H * W.</summary>
public sealed record FlattenNode : GraphNode
{
    internal FlattenNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    /// <summary>Required number of features, or null for any.</summary>
    public long? Features { get; init; }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs)
    {
        var count = inputs[0].Aggregate(1L, (product, size) => product * size);
        return Features is null || Features == count ? [count] : null;
    }

    private protected override string Details() => Features is { } features ? $"to {features}" : "";
}

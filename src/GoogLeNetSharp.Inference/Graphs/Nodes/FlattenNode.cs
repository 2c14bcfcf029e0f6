namespace GoogLeNetSharp.Graphs;

/// <summary>A map becomes features, channel by channel and row by row: C x H x W -> C * H * W.</summary>
public sealed record FlattenNode : GraphNode
{
    internal FlattenNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => [inputs[0].Aggregate(1L, (product, size) => product * size)];
}

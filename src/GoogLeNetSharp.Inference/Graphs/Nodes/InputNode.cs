namespace GoogLeNetSharp.Graphs;

/// <summary>What the graph is given: images, N x C x H x W, or features, N x F, where the first layer is linear.</summary>
public sealed record InputNode : GraphNode
{
    internal InputNode(int id, string name, long? channels) : base(id, name, []) => Channels = channels;

    /// <summary>The channels (or features) that the weights ask for, or null where no weight does.</summary>
    public long? Channels { get; init; }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => throw new InvalidOperationException("The input's shape is given, not inferred.");

    private protected override string Details() => Channels is null ? "" : $"{Channels} channels";
}

namespace GoogLeNetSharp.Graphs;

/// <summary>Global max pool: C x H x W -> C x 1 x 1.</summary>
public sealed record GlobalMaxPoolNode : GraphNode
{
    internal GlobalMaxPoolNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => IsMap(inputs[0]) ? [inputs[0][0], 1, 1] : null;
}

namespace GoogLeNetSharp.Graphs;

/// <summary>Reshapes features to a map of one pixel: F -> F x 1 x 1.</summary>
public sealed record UnflattenNode : GraphNode
{
    internal UnflattenNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0] is [>= 1] ? [inputs[0][0], 1, 1] : null;
}

namespace GoogLeNetSharp.Graphs;

/// <summary>Negative values become 0; any shape in and out.</summary>
public sealed record ReluNode : GraphNode
{
    internal ReluNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

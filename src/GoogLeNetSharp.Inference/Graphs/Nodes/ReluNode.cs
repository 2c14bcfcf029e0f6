namespace GoogLeNetSharp.Graphs;

/// <summary>Rectified linear unit, max(x, 0); any shape in and out.</summary>
public sealed record ReluNode : GraphNode
{
    internal ReluNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

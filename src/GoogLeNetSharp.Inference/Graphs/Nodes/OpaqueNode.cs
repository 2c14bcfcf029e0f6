namespace GoogLeNetSharp.Graphs;

/// <summary>A module without a rule, in a graph used only for shapes. Its output shape is unknown.</summary>
internal sealed record OpaqueNode : GraphNode
{
    internal OpaqueNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        throw new InvalidOperationException($"The shape after {Name} is not known.");
}

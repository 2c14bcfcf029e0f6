namespace GoogLeNetSharp.Graphs;

/// <summary>A module that no rule describes, in a graph that is asked for shapes and never run: nothing is known of its output.</summary>
internal sealed record OpaqueNode : GraphNode
{
    internal OpaqueNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        throw new InvalidOperationException($"The shape after {Name} is not known.");
}

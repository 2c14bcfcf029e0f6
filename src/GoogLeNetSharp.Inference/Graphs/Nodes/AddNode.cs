namespace GoogLeNetSharp.Graphs;

/// <summary>The sum of two values of one shape, element by element: the shortcut of a residual block.</summary>
public sealed record AddNode : GraphNode
{
    internal AddNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs.All(input => input.AsSpan().SequenceEqual(inputs[0])) ? inputs[0] : null;
}

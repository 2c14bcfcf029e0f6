namespace GoogLeNetSharp.Graphs;

/// <summary>
/// The sum of two values of one shape, element by element: the shortcut of a residual block, with its ReLU where
/// <see cref="GraphPasses.FuseRelu"/> has joined the two.
/// </summary>
public sealed record AddNode : GraphNode
{
    internal AddNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    /// <summary>Whether negative outputs become 0.</summary>
    public bool Relu { get; init; }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        inputs.All(input => input.AsSpan().SequenceEqual(inputs[0])) ? inputs[0] : null;

    private protected override string Details() => Relu ? "relu" : "";
}

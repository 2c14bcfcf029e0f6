namespace GoogLeNetSharp.Graphs;

/// <summary>
/// The elementwise sum of two values of the same shape, as in a residual block. Includes a ReLU after <see cref="GraphPasses.FuseRelu"/>.
/// </summary>
public sealed record AddNode : GraphNode
{
    internal AddNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    /// <summary>Whether a ReLU is applied to the output.</summary>
    public bool Relu { get; init; }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        inputs.All(input => input.AsSpan().SequenceEqual(inputs[0])) ? inputs[0] : null;

    private protected override string Details() => Relu ? "relu" : "";
}

namespace GoogLeNetSharp.Graphs;

/// <summary>A function of single numbers; any shape in and out. <see cref="ReluNode"/> is its own node.</summary>
public sealed record ActivationNode : GraphNode
{
    internal ActivationNode(int id, string name, IReadOnlyList<int> inputs, Nonlinearity function) : base(id, name, inputs) =>
        Function = function;

    /// <summary>What is applied to each number.</summary>
    public Nonlinearity Function { get; init; }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];

    private protected override string Details() => Function.ToString();
}

namespace GoogLeNetSharp.Graphs;

/// <summary>An elementwise function; any shape in and out. ReLU is <see cref="ReluNode"/>.</summary>
public sealed record ActivationNode : GraphNode
{
    internal ActivationNode(int id, string name, IReadOnlyList<int> inputs, Nonlinearity function) : base(id, name, inputs) =>
        Function = function;

    /// <summary>The function.</summary>
    public Nonlinearity Function { get; init; }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];

    private protected override string Details() => Function.ToString();
}

namespace GoogLeNetSharp.Graphs;

/// <summary>x * <see cref="Factor"/>; any shape in and out.</summary>
public sealed record MulNode : GraphNode
{
    internal MulNode(int id, string name, IReadOnlyList<int> inputs, double factor) : base(id, name, inputs) => Factor = factor;

    /// <summary>What every value is multiplied with.</summary>
    public double Factor { get; init; }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];

    private protected override string Details() => FormattableString.Invariant($"by {Factor}");
}

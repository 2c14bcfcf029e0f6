namespace GoogLeNetSharp.Graphs;

/// <summary>Multiplication by a constant, x * <see cref="Factor"/>; any shape in and out.</summary>
public sealed record MulNode : GraphNode
{
    internal MulNode(int id, string name, IReadOnlyList<int> inputs, double factor) : base(id, name, inputs) => Factor = factor;

    /// <summary>The factor, a finite float32 number.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public double Factor { get; init => field = NodeSettings.Finite(value, "factor"); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];

    private protected override string Details() => FormattableString.Invariant($"by {Factor}");
}

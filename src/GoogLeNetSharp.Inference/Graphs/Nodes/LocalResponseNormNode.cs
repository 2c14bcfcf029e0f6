namespace GoogLeNetSharp.Graphs;

/// <summary>
/// Local response normalisation: x / (k + alpha * m) ^ beta, m being the mean of squares over <see cref="Size"/> neighbouring channels, with
/// zeros beyond the first and the last. C x H x W in and out.
/// </summary>
public sealed record LocalResponseNormNode : GraphNode
{
    internal LocalResponseNormNode(int id, string name, IReadOnlyList<int> inputs, long size, double alpha, double beta, double k)
        : base(id, name, inputs)
    {
        Size = size;
        Alpha = alpha;
        Beta = beta;
        K = k;
    }

    /// <summary>Number of neighbouring channels.</summary>
    public long Size { get; init; }

    /// <summary>Factor of the mean of squares.</summary>
    public double Alpha { get; init; }

    /// <summary>Exponent.</summary>
    public double Beta { get; init; }

    /// <summary>Constant added.</summary>
    public double K { get; init; }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => IsMap(inputs[0]) ? inputs[0] : null;

    private protected override string Details() => FormattableString.Invariant($"size {Size}, alpha {Alpha}, beta {Beta}, k {K}");
}

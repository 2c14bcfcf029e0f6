namespace GoogLeNetSharp.Graphs;

/// <summary>
/// Local response normalization: x / (k + alpha * m) ^ beta, where m is the mean of squares over <see cref="Size"/> neighboring channels,
/// zero-padded. C x H x W in and out.
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

    /// <summary>Number of neighboring channels, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public long Size { get; init => field = NodeSettings.Positive(value, "size"); }

    /// <summary>Factor of the mean of squares, finite in float32.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public double Alpha { get; init => field = NodeSettings.Finite(value, "alpha"); }

    /// <summary>Exponent, finite in float32.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public double Beta { get; init => field = NodeSettings.Finite(value, "beta"); }

    /// <summary>Constant added, finite in float32.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public double K { get; init => field = NodeSettings.Finite(value, "k"); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => IsMap(inputs[0]) ? inputs[0] : null;

    private protected override string Details() => FormattableString.Invariant($"size {Size}, alpha {Alpha}, beta {Beta}, k {K}");
}

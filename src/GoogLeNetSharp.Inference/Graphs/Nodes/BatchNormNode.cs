namespace GoogLeNetSharp.Graphs;

/// <summary>Batch norm with running statistics: (x - mean) / sqrt(variance + eps) * weight + bias, per channel; C x H x W in and
/// out.</summary>
public sealed record BatchNormNode : GraphNode
{
    internal BatchNormNode(int id, string name, IReadOnlyList<int> inputs, Weight weight, Weight bias, Weight mean, Weight variance,
        double eps)
        : base(id, name, inputs)
    {
        NodeSettings.Shape(weight, "weight", NodeSettings.Any);
        var channels = weight.Shape[0];
        NodeSettings.Shape(bias, "bias", channels);
        NodeSettings.Shape(mean, "running mean", channels);
        NodeSettings.Shape(variance, "running variance", channels);
        Weight = weight;
        Bias = bias;
        Mean = mean;
        Variance = variance;
        Eps = eps;
    }

    /// <summary>Weight (gamma), C, float32.</summary>
    public Weight Weight { get; init; }

    /// <summary>Bias (beta), C, float32.</summary>
    public Weight Bias { get; init; }

    /// <summary>Running mean, C, float32.</summary>
    public Weight Mean { get; init; }

    /// <summary>Running variance, C, float32.</summary>
    public Weight Variance { get; init; }

    /// <summary>Added to the variance, 0 or more and finite in float32.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public double Eps { get; init => field = NodeSettings.Epsilon(value); }

    internal override long? InChannels => Weight.Shape[0];

    internal override bool KeepsChannels => true;

    internal override IEnumerable<Weight> Weights => [Weight, Bias, Mean, Variance];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        IsMap(inputs[0]) && inputs[0][0] == InChannels ? inputs[0] : null;

    /// <summary>Gets the norm as x * factor + shift per channel, in double precision.</summary>
    internal (double[] Factor, double[] Shift) FactorAndShift()
    {
        // in double precision, so that folded weights are the float32 values nearest to the exact ones
        double[] factor = [.. Weight.Array.Zip(Variance.Array, (weight, variance) => weight / Math.Sqrt(variance + Eps))];
        double[] shift = [.. Bias.Array.Select((bias, channel) => bias - (Mean.Array[channel] * factor[channel]))];
        return (factor, shift);
    }

    /// <summary>Converts the norm to a scale.</summary>
    internal ScaleNode ToScale()
    {
        var (factor, shift) = FactorAndShift();
        return new ScaleNode(Id, Name, Inputs, Vector(factor), Vector(shift));

        static Weight Vector(double[] values) => Weight.Owning([.. values.Select(value => (float)value)], values.Length);
    }

    private protected override string Details() => FormattableString.Invariant($"{InChannels} channels, eps {Eps}");
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>Batch norm with its running statistics: (x - mean) / sqrt(variance + eps) * weight + bias, channel by channel; C x H x W in and out.</summary>
public sealed record BatchNormNode : GraphNode
{
    internal BatchNormNode(int id, string name, IReadOnlyList<int> inputs, Tensor weight, Tensor bias, Tensor mean, Tensor variance, double eps)
        : base(id, name, inputs)
    {
        NodeSettings.Shape(weight, "weight", NodeSettings.Any);
        var channels = weight.size(0);
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
    public Tensor Weight { get; init; }

    /// <summary>Bias (beta), C, float32.</summary>
    public Tensor Bias { get; init; }

    /// <summary>Running mean, C, float32.</summary>
    public Tensor Mean { get; init; }

    /// <summary>Running variance, C, float32.</summary>
    public Tensor Variance { get; init; }

    /// <summary>Added to the variance, 0 or more and finite in float32.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public double Eps { get; init => field = NodeSettings.Epsilon(value); }

    internal override long? InChannels => Weight.size(0);

    internal override bool KeepsChannels => true;

    internal override IEnumerable<Tensor> Tensors => [Weight, Bias, Mean, Variance];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => IsMap(inputs[0]) && inputs[0][0] == InChannels ? inputs[0] : null;

    internal override GraphNode Share() =>
        this with { Weight = Share(Weight), Bias = Share(Bias), Mean = Share(Mean), Variance = Share(Variance) };

    private protected override string Details() => FormattableString.Invariant($"{InChannels} channels, eps {Eps}");
}

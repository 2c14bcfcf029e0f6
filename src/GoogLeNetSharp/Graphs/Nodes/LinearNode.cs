using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>A linear layer: F features -> O features.</summary>
public sealed record LinearNode : GraphNode
{
    internal LinearNode(int id, string name, IReadOnlyList<int> inputs, Tensor weight, Tensor? bias) : base(id, name, inputs)
    {
        NodeSettings.Shape(weight, "weight", NodeSettings.Any, NodeSettings.Any);
        if (bias is not null) NodeSettings.Shape(bias, "bias", weight.size(0));
        Weight = weight;
        Bias = bias;
    }

    /// <summary>Weight, O x F, float32.</summary>
    public Tensor Weight { get; init; }

    /// <summary>Bias, O, float32, or null.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>Features of the output.</summary>
    public long OutFeatures => Weight.size(0);

    internal override long? InChannels => Weight.size(1);

    internal override IEnumerable<Tensor> Tensors => Bias is null ? [Weight] : [Weight, Bias];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        inputs[0].Length == 1 && inputs[0][0] == InChannels ? [OutFeatures] : null;

    internal override GraphNode Share() => this with { Weight = Share(Weight), Bias = Bias is null ? null : Share(Bias) };

    private protected override string Details() => $"{InChannels} -> {OutFeatures}{(Bias is null ? ", no bias" : "")}";
}

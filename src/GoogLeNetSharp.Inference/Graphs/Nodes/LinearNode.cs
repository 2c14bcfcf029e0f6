namespace GoogLeNetSharp.Graphs;

/// <summary>A linear layer: F features -> O features.</summary>
public sealed record LinearNode : GraphNode
{
    internal LinearNode(int id, string name, IReadOnlyList<int> inputs, Weight weight, Weight? bias) : base(id, name, inputs)
    {
        NodeSettings.Shape(weight, "weight", NodeSettings.Any, NodeSettings.Any);
        if (bias is not null) NodeSettings.Shape(bias, "bias", weight.Shape[0]);
        Weight = weight;
        Bias = bias;
    }

    /// <summary>Weight, O x F, float32.</summary>
    public Weight Weight { get; init; }

    /// <summary>Bias, O, float32, or null.</summary>
    public Weight? Bias { get; init; }

    /// <summary>Whether a ReLU is applied to the output.</summary>
    public bool Relu { get; init; }

    /// <summary>Activation of the output, or null; excludes <see cref="Relu"/>.</summary>
    public Nonlinearity? Activation { get; init; }

    /// <summary>Whether no activation is applied.</summary>
    internal bool IsLinear => !Relu && Activation is null;

    /// <summary>Features of the output.</summary>
    public long OutFeatures => Weight.Shape[0];

    internal override long? InChannels => Weight.Shape[1];

    internal override IEnumerable<Weight> Weights => Bias is null ? [Weight] : [Weight, Bias];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        inputs[0].Length == 1 && inputs[0][0] == InChannels ? [OutFeatures] : null;

    private protected override string Details() =>
        $"{InChannels} -> {OutFeatures}{(Bias is null ? ", no bias" : "")}"
        + $"{(Relu ? ", relu" : "")}{(Activation is null ? "" : $", {Activation}")}";
}

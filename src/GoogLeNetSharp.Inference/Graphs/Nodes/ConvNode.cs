namespace GoogLeNetSharp.Graphs;

/// <summary>Convolution: C x H x W -> K x H' x W'. Includes a ReLU after <see cref="GraphPasses.FuseRelu"/>.</summary>
public sealed record ConvNode : GraphNode
{
    internal ConvNode(int id, string name, IReadOnlyList<int> inputs, Weight weight, Weight? bias, Window2d window, long groups)
        : base(id, name, inputs)
    {
        Groups = NodeSettings.Groups(groups, weight, window);
        if (bias is not null) NodeSettings.Shape(bias, "bias", weight.Shape[0]);
        Weight = weight;
        Bias = bias;
        Window = window;
    }

    /// <summary>Weight, K x C / groups x kernel height x kernel width, float32.</summary>
    public Weight Weight { get; init; }

    /// <summary>Bias, K, float32, or null.</summary>
    public Weight? Bias { get; init; }

    /// <summary>Kernel, stride, padding and dilation.</summary>
    public Window2d Window { get; init; }

    /// <summary>Number of channel groups, 1 or more.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public long Groups { get; init => field = NodeSettings.Positive(value, "number of groups"); }

    /// <summary>Whether a ReLU is applied to the output.</summary>
    public bool Relu { get; init; }

    /// <summary>Activation of the output, or null; excludes <see cref="Relu"/>.</summary>
    public Nonlinearity? Activation { get; init; }

    /// <summary>Whether no activation is applied.</summary>
    internal bool IsLinear => !Relu && Activation is null;

    /// <summary>Channels of the output.</summary>
    public long OutChannels => Weight.Shape[0];

    internal override long? InChannels => Weight.Shape[1] * Groups;

    internal override IEnumerable<Weight> Weights => Bias is null ? [Weight] : [Weight, Bias];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        inputs[0][0] == InChannels ? Slide(Window, inputs[0], OutChannels) : null;

    private protected override string Details() =>
        $"{InChannels} -> {OutChannels}, "
        + $"{Window}{(Groups == 1 ? "" : $", groups {Groups}")}{(Bias is null ? ", no bias" : "")}"
        + $"{(Relu ? ", relu" : "")}{(Activation is null ? "" : $", {Activation}")}";
}

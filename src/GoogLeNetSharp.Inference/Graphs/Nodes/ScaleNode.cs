namespace GoogLeNetSharp.Graphs;

/// <summary>x * scale + shift per channel: C x H x W or C in and out. Includes a ReLU after <see cref="GraphPasses.FuseRelu"/>.</summary>
public sealed record ScaleNode : GraphNode
{
    internal ScaleNode(int id, string name, IReadOnlyList<int> inputs, Weight scale, Weight shift) : base(id, name, inputs)
    {
        NodeSettings.Shape(shift, "shift", scale.Shape);
        Scale = scale;
        Shift = shift;
    }

    /// <summary>Factors, C, float32.</summary>
    public Weight Scale { get; init; }

    /// <summary>Shifts, C, float32.</summary>
    public Weight Shift { get; init; }

    /// <summary>Whether a ReLU is applied to the output.</summary>
    public bool Relu { get; init; }

    internal override long? InChannels => Scale.Shape[0];

    internal override bool KeepsChannels => true;

    internal override IEnumerable<Weight> Weights => [Scale, Shift];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        IsMapOrFeatures(inputs[0]) && inputs[0][0] == InChannels ? inputs[0] : null;

    private protected override string Details() => $"{InChannels} channels{(Relu ? ", relu" : "")}";
}

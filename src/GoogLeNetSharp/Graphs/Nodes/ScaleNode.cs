using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>x * scale + shift, channel by channel: C x H x W in and out. <see cref="GoogLeNetOptions.TransformInput"/> is one.</summary>
public sealed record ScaleNode : GraphNode
{
    internal ScaleNode(int id, string name, IReadOnlyList<int> inputs, Tensor scale, Tensor shift) : base(id, name, inputs)
    {
        NodeSettings.Shape(shift, "shift", scale.shape);
        Scale = scale;
        Shift = shift;
    }

    /// <summary>What each channel is multiplied with, C, float32.</summary>
    public Tensor Scale { get; init; }

    /// <summary>What is then added to each channel, C, float32.</summary>
    public Tensor Shift { get; init; }

    internal override long? InChannels => Scale.size(0);

    internal override bool KeepsChannels => true;

    internal override IEnumerable<Tensor> Tensors => [Scale, Shift];

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => IsMap(inputs[0]) && inputs[0][0] == InChannels ? inputs[0] : null;

    internal override GraphNode Share() => this with { Scale = Share(Scale), Shift = Share(Shift) };

    private protected override string Details() => $"{InChannels} channels";
}

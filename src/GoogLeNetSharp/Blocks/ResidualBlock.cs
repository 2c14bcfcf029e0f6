using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A residual block: convolutions with batch norm whose output is added to the block's input, then ReLU.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output N x K x H' x W' or K x H' x W', K = <see cref="OutChannels"/>, H' = ceil(H / stride), W' alike. Where
/// the shapes differ, the input passes a 1x1 convolution with batch norm, <c>downsample</c>.</para>
/// <para>Source: He et al. 2015 (arXiv 1512.03385), figure 5; <c>BasicBlock</c> and <c>Bottleneck</c> in torchvision's resnet.py, whose state-dict names
/// these are. As there, the stride of a bottleneck is in its 3x3 convolution; in the paper it is in the first 1x1.</para>
/// </remarks>
public sealed class ResidualBlock : Block
{
    private readonly (Conv2d Convolution, BatchNorm2d Norm)[] _layers;

    /// <summary>Makes the block, with PyTorch's default initialisation.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="channels">Channels of the 3x3 convolutions, 1 or more.</param>
    /// <param name="kind">Two 3x3 convolutions, or a bottleneck of 1x1, 3x3 and 1x1.</param>
    /// <param name="stride">Step of the strided convolution in pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the kind is unknown.</exception>
    public ResidualBlock(long inChannels, long channels, ResidualBlockKind kind = ResidualBlockKind.Basic, long stride = 1) : base(nameof(ResidualBlock))
    {
        Require.Positive(inChannels);
        Require.Positive(channels);
        Require.Positive(stride);
        OutChannels = channels * Expansion(kind);

        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        _layers = kind is ResidualBlockKind.Basic
            ? [Layer(1, inChannels, channels, 3, stride), Layer(2, channels, channels, 3)]
            : [Layer(1, inChannels, channels, 1), Layer(2, channels, channels, 3, stride), Layer(3, channels, OutChannels, 1)];
        if (stride == 1 && inChannels == OutChannels) return;
        Downsample = Register("downsample", nn.Sequential(Convolution(inChannels, OutChannels, 1, stride), nn.BatchNorm2d(OutChannels)));
    }

    /// <summary>Channels of the output: <c>channels</c>, or four times as many in a bottleneck.</summary>
    public long OutChannels { get; }

    /// <summary>1x1 convolution and batch norm on the way of the input, or null where the input has the shape of the output.</summary>
    public Sequential? Downsample { get; }

    /// <summary>Output channels of a block over its <c>channels</c>.</summary>
    internal static long Expansion(ResidualBlockKind kind) => kind switch
    {
        ResidualBlockKind.Basic => 1,
        ResidualBlockKind.Bottleneck => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind: must be Basic or Bottleneck."),
    };

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        var residual = x;
        foreach (var (convolution, norm) in _layers[..^1]) residual = residual.Call(convolution).Call(norm).Relu();
        residual = residual.Call(_layers[^1].Convolution).Call(_layers[^1].Norm);
        return (residual + (Downsample is null ? x : x.Call(Downsample))).Relu();
    }

    private static Conv2d Convolution(long inChannels, long outChannels, long kernelSize, long stride) =>
        nn.Conv2d(inChannels, outChannels, kernelSize, stride, padding: kernelSize / 2, bias: false);

    private (Conv2d Convolution, BatchNorm2d Norm) Layer(int number, long inChannels, long outChannels, long kernelSize, long stride = 1) => (
        Register($"conv{number}", Convolution(inChannels, outChannels, kernelSize, stride)),
        Register($"bn{number}", nn.BatchNorm2d(outChannels)));
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A residual block: adds the output of convolutions with batch norm to the input, then applies ReLU.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output N x K x H' x W' or K x H' x W', H' = ceil(H / stride), and likewise for W'. If the shapes
/// differ, the shortcut is a 1x1 convolution with the same stride, followed by batch norm.</para>
/// <para>Source: He et al. 2015 (arXiv 1512.03385), figures 2 and 5; <c>BasicBlock</c> and <c>Bottleneck</c> in torchvision's resnet.py
/// (same state-dict names): <c>conv1.weight</c>, <c>bn1.weight</c>, ..., <c>downsample.0.weight</c>, <c>downsample.1.weight</c>. As in
/// torchvision, the stride of the bottleneck is in its 3x3 convolution; in the paper it is in the first 1x1 convolution. With groups, this
/// is the ResNeXt block (Xie et al. 2016, arXiv 1611.05431).</para>
/// </remarks>
public sealed class ResidualBlock : Block
{
    /// <summary>Ratio of a bottleneck's output channels to the channels of its 3x3 convolution.</summary>
    internal const long Expansion = 4;

    private readonly List<(Conv2d Conv, BatchNorm2d Norm)> _layers = [];

    /// <summary>Initializes the block with PyTorch's default weights.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="outChannels">Channels of the output, 1 or more.</param>
    /// <param name="stride">Stride in pixels, 1 or more.</param>
    /// <param name="form">Two 3x3 convolutions, or a bottleneck.</param>
    /// <param name="width">Channels of the bottleneck's 3x3 convolution, 1 or more; null for a quarter of
    /// <paramref name="outChannels"/>.</param>
    /// <param name="groups">Groups of the bottleneck's 3x3 convolution; divides its width.</param>
    /// <param name="batchNorm">Batch-norm settings, or null for PyTorch's defaults.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">A width or groups are given for the basic form, or <paramref name="outChannels"/> is not a
    /// multiple of 4 for a bottleneck without a width.</exception>
    public ResidualBlock(
        long inChannels, long outChannels, long stride = 1, ResidualBlockForm form = ResidualBlockForm.Basic, long? width = null,
        long groups = 1,
        BatchNormSettings? batchNorm = null, Device? device = null, ScalarType? dtype = null) : base(nameof(ResidualBlock))
    {
        Require.Positive(inChannels);
        Require.Positive(outChannels);
        Require.Positive(stride);
        Require.Positive(groups);
        if (!Enum.IsDefined(form)) throw new ArgumentOutOfRangeException(nameof(form), form, "form: must be Basic or Bottleneck.");
        var inner = InnerWidth(outChannels, form, width, groups);
        Form = form;

        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialization
        if (form is ResidualBlockForm.Basic)
        {
            AddLayer(inChannels, outChannels, kernelSize: 3, stride);
            AddLayer(outChannels, outChannels, kernelSize: 3);
        }
        else
        {
            AddLayer(inChannels, inner, kernelSize: 1);
            AddLayer(inner, inner, kernelSize: 3, stride, groups);
            AddLayer(inner, outChannels, kernelSize: 1);
        }

        if (stride == 1 && inChannels == outChannels) return;
        Downsample = Register("downsample",
            nn.Sequential(("0", Convolution(inChannels, outChannels, 1, stride)), ("1", Norm(outChannels))));

        void AddLayer(long from, long to, long kernelSize, long step = 1, long parts = 1)
        {
            var number = _layers.Count + 1;
            _layers.Add((Register($"conv{number}", Convolution(from, to, kernelSize, step, parts)), Register($"bn{number}", Norm(to))));
        }

        Conv2d Convolution(long from, long to, long kernelSize, long step, long parts = 1) =>
            nn.Conv2d(from, to, kernelSize, step, kernelSize / 2, groups: parts, bias: false, device: device, dtype: dtype);

        BatchNorm2d Norm(long channels) => batchNorm is null
            ? nn.BatchNorm2d(channels, device: device, dtype: dtype)
            : nn.BatchNorm2d(channels, batchNorm.Eps, batchNorm.Momentum, device: device, dtype: dtype);
    }

    /// <summary>Two 3x3 convolutions, or a bottleneck.</summary>
    public ResidualBlockForm Form { get; }

    /// <summary>The 1x1 convolution and batch norm of the shortcut, or null for an identity shortcut.</summary>
    public Sequential? Downsample { get; }

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        var y = x;
        foreach (var (conv, norm) in _layers)
        {
            y = y.Call(conv).Call(norm);
            if (norm != _layers[^1].Norm) y = y.Relu();
        }

        return (y + (Downsample is null ? x : x.Call(Downsample))).Relu();
    }

    private static long InnerWidth(long outChannels, ResidualBlockForm form, long? width, long groups)
    {
        if (form is ResidualBlockForm.Basic)
        {
            return width is null && groups == 1
                ? outChannels
                : throw new ArgumentException("form: Basic has neither width nor groups.", nameof(form));
        }

        if (width is null && outChannels % Expansion != 0)
        {
            throw new ArgumentException(
                $"outChannels: must be a multiple of {Expansion} for a bottleneck without width, got {outChannels}.", nameof(outChannels));
        }

        var inner = Require.Positive(width ?? (outChannels / Expansion), nameof(width));
        return inner % groups == 0
            ? inner
            : throw new ArgumentOutOfRangeException(nameof(groups), groups, $"groups: must divide the width, {inner}.");
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A convolution block: Conv2d, optional batch norm, activation (ReLU by default).</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W, with C = <c>inChannels</c>; output N x K x H' x W' or K x H' x W', with K = <c>outChannels</c>
/// and H' = floor((H + 2 padding - dilation (kernelSize - 1) - 1) / stride) + 1, and likewise for W'.</para>
/// <para>Computes in the type of its input: for a <c>bfloat16</c> image, weights are cast for the call, while the parameters and batch-norm
/// statistics keep their type. In such a call, hooks on the block run, but hooks on <see cref="Conv"/> do not.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 5, "all the convolutions, including those inside the Inception modules, use
/// rectified linear activation"; <c>BasicConv2d</c> in torchvision's googlenet.py. State-dict names are torchvision's: <c>conv.weight</c>,
/// then <c>conv.bias</c> or <c>bn.weight</c>, <c>bn.bias</c>, <c>bn.running_mean</c>, <c>bn.running_var</c>, <c>bn.num_batches_tracked</c>;
/// an activation module is named <c>activation</c>.</para>
/// </remarks>
public sealed class ConvBlock : Block
{
    private readonly Activation _activation;

    /// <summary>Initializes the block with PyTorch's default weights.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="outChannels">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Height and width of the kernel in pixels, 1 or more: <c>3</c>, <c>(1, 7)</c>.</param>
    /// <param name="stride">Stride of the kernel in pixels, 1 or more; null for 1.</param>
    /// <param name="padding">Zero pixels added on each side, 0 or more, or <see cref="ConvPadding.Same"/>; null for 0.</param>
    /// <param name="dilation">Distance between neighbouring pixels of the kernel, 1 or more; null for 1.</param>
    /// <param name="groups">Number of channel groups; divides both channel counts.</param>
    /// <param name="batchNorm">Batch-norm settings, or null for a convolution with a bias and no batch norm.</param>
    /// <param name="activation">Activation, or null for ReLU.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">libtorch's convolutions return wrong results in this process:
    /// <see cref="Numerics.ConvolutionCheck"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="padding"/> is "same" with a stride above 1.</exception>
    public ConvBlock(
        long inChannels, long outChannels, Size2d kernelSize, Size2d? stride = null, ConvPadding? padding = null, Size2d? dilation = null,
        long groups = 1,
        BatchNormSettings? batchNorm = null, Activation? activation = null, Device? device = null, ScalarType? dtype = null)
            : base(nameof(ConvBlock))
    {
        Require.Positive(inChannels);
        Require.Positive(outChannels);
        RequireSize.Positive(kernelSize);
        var step = RequireSize.Positive(stride ?? 1, nameof(stride));
        var spread = RequireSize.Positive(dilation ?? 1, nameof(dilation));
        if (padding?.Pixels is { } pixels)
        {
            RequireSize.NotNegative(pixels, nameof(padding));
        }
        else if (padding is not null && step != 1)
        {
            throw new ArgumentException($"padding: Same needs stride 1, got {step}.", nameof(padding));
        }
        if (Require.Positive(groups) is var count && (inChannels % count != 0 || outChannels % count != 0))
        {
            throw new ArgumentOutOfRangeException(nameof(groups), groups,
                $"groups: must divide inChannels, {inChannels}, and outChannels, {outChannels}.");
        }

        // TorchSharp's layers leave their initialization's temporaries to the garbage collector; the scope frees them immediately.
        using var scope = NewDisposeScope();
        var bias = batchNorm is null;
        Conv = Register("conv", padding is { Pixels: null }
            ? nn.Conv2d(inChannels, outChannels, Pair(kernelSize), TorchSharp.Padding.Same, Pair(step), Pair(spread), groups: groups,
                bias: bias, device: device, dtype: dtype)
            : nn.Conv2d(inChannels, outChannels, Pair(kernelSize), Pair(step), Pair(padding?.Pixels ?? 0), Pair(spread), groups: groups,
                bias: bias, device: device, dtype: dtype));
        if (batchNorm is not null)
            BatchNorm = Register("bn", nn.BatchNorm2d(outChannels, batchNorm.Eps, batchNorm.Momentum, device: device, dtype: dtype));
        _activation = activation ?? Activation.Relu;
        if (_activation.Module is { } module) Register("activation", module);
    }

    /// <summary>The convolution, with weight K x C / groups x kernel height x kernel width.</summary>
    public Conv2d Conv { get; }

    /// <summary>The batch norm over the K output channels, or null.</summary>
    public BatchNorm2d? BatchNorm { get; }

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        var convolved = x.Call(Conv);
        var normalised = BatchNorm is null ? convolved : convolved.Call(BatchNorm);
        if (_activation == Activation.None) return normalised;
        return _activation.Module is { } module ? normalised.Call(module) : normalised.Relu();
    }

    private static (long, long) Pair(Size2d size) => (size.Height, size.Width);
}

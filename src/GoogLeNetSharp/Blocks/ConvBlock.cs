using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A convolution and its non-linearity: Conv2d, then batch norm where asked for, then ReLU.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W, with C = <c>inChannels</c>; output N x K x H' x W' or K x H' x W', with K = <c>outChannels</c> and
/// H' = floor((H + 2 padding - kernelSize) / stride) + 1, W' alike.</para>
/// <para>Computes in the type of its input: a <c>bfloat16</c> image meets weights cast for the call, while the parameters and the batch-norm
/// statistics keep their own type. Hooks on <see cref="Conv"/> do not fire in such a call; those on the block do.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 5, "all the convolutions, including those inside the Inception modules, use
/// rectified linear activation"; <c>BasicConv2d</c> in torchvision's googlenet.py. State-dict names are torchvision's: <c>conv.weight</c>, then <c>conv.bias</c>
/// or <c>bn.weight</c>, <c>bn.bias</c>, <c>bn.running_mean</c>, <c>bn.running_var</c>, <c>bn.num_batches_tracked</c>.</para>
/// </remarks>
public sealed class ConvBlock : Block
{
    /// <summary>Makes the block, with PyTorch's default initialisation.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="outChannels">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Side of the square kernel in pixels, 1 or more.</param>
    /// <param name="stride">Step of the kernel in pixels, 1 or more.</param>
    /// <param name="padding">Zero pixels added on each side, 0 or more.</param>
    /// <param name="batchNormEps">With a number above 0: batch norm with that epsilon after a convolution without bias. Null: no batch norm,
    /// and the convolution has a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">libtorch's convolutions are wrong in this process: <see cref="Numerics.ConvolutionCheck"/>.</exception>
    public ConvBlock(long inChannels, long outChannels, long kernelSize, long stride = 1, long padding = 0, double? batchNormEps = null)
        : base(nameof(ConvBlock))
    {
        Require.Positive(inChannels);
        Require.Positive(outChannels);
        Require.Positive(kernelSize);
        Require.Positive(stride);
        Require.NotNegative(padding);
        if (batchNormEps is not (null or > 0))
            throw new ArgumentOutOfRangeException(nameof(batchNormEps), batchNormEps, "batchNormEps: must be above 0, or null for no batch norm.");

        // TorchSharp's layers leave the temporaries of their initialisation to the garbage collector; a scope frees them now.
        using var scope = NewDisposeScope();
        Conv = Register("conv", nn.Conv2d(inChannels, outChannels, kernelSize, stride, padding, bias: batchNormEps is null));
        if (batchNormEps is null) return;
        BatchNorm = Register("bn", nn.BatchNorm2d(outChannels, eps: batchNormEps.Value));
    }

    /// <summary>The convolution, with weight K x C x kernelSize x kernelSize.</summary>
    public Conv2d Conv { get; }

    /// <summary>The batch norm over the K output channels, or null.</summary>
    public BatchNorm2d? BatchNorm { get; }

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        var convolved = x.Call(Conv);
        return (BatchNorm is null ? convolved : convolved.Call(BatchNorm)).Relu();
    }
}

using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Numerics;
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
public sealed class ConvBlock : nn.Module<Tensor, Tensor>
{
    private readonly Window _window;

    /// <summary>Makes the block, with PyTorch's default initialisation.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="outChannels">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Side of the square kernel in pixels, 1 or more.</param>
    /// <param name="stride">Step of the kernel in pixels, 1 or more.</param>
    /// <param name="padding">Zero pixels added on each side, 0 or more.</param>
    /// <param name="batchNormEps">With a number above 0: batch norm with that epsilon after a convolution without bias. Null: no batch norm,
    /// and the convolution has a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">libtorch's convolutions are wrong in this process: <see cref="ConvolutionCheck"/>.</exception>
    public ConvBlock(long inChannels, long outChannels, long kernelSize, long stride = 1, long padding = 0, double? batchNormEps = null)
        : base(nameof(ConvBlock))
    {
        Require.Positive(inChannels);
        Require.Positive(outChannels);
        _window = new Window(Require.Positive(kernelSize), Require.Positive(stride), Require.NotNegative(padding));
        if (batchNormEps is not (null or > 0))
            throw new ArgumentOutOfRangeException(nameof(batchNormEps), batchNormEps, "batchNormEps: must be above 0, or null for no batch norm.");

        ConvolutionCheck.Ensure();
        // TorchSharp's layers leave the temporaries of their initialisation to the garbage collector; a scope frees them now.
        using var scope = NewDisposeScope();
        Conv = nn.Conv2d(inChannels, outChannels, kernelSize, stride, padding, bias: batchNormEps is null);
        register_module("conv", Conv);
        if (batchNormEps is null) return;
        BatchNorm = nn.BatchNorm2d(outChannels, eps: batchNormEps.Value);
        register_module("bn", BatchNorm);
    }

    /// <summary>The convolution, with weight K x C x kernelSize x kernelSize.</summary>
    public Conv2d Conv { get; }

    /// <summary>The batch norm over the K output channels, or null.</summary>
    public BatchNorm2d? BatchNorm { get; }

    /// <summary>Runs the block.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>N x K x H' x W' or K x H' x W', in the input's type.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type or device, the image is smaller than the kernel,
    /// or batch norm in training gets one value per channel.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public override Tensor forward(Tensor input)
    {
        ObjectDisposedException.ThrowIf(Conv.weight.IsInvalid, this);
        var shape = ImageInput.Check(input, Conv.in_channels, Conv.weight, nameof(ConvBlock));
        var (height, width) = (_window.Positions(shape[^2]), _window.Positions(shape[^1]));
        if (height < 1 || width < 1) throw ImageInput.SizeError(shape, _window.SmallestSize, null, nameof(ConvBlock));

        if (BatchNorm is null) return Convolve(input).relu_();
        if (BatchNorm.training && shape[..^3].Aggregate(height * width, (product, size) => product * size) == 1)
            throw new ArgumentException($"input: batch norm in training needs more than one value per channel, got {ImageInput.Text(shape)}, in ConvBlock.", nameof(input));

        // BatchNorm2d takes batches only.
        using var batch = shape.Length == 3 ? input.unsqueeze(0) : input.alias();
        using var convolved = Convolve(batch);
        var normalised = BatchNorm.call(convolved).relu_();
        if (shape.Length == 4) return normalised;
        using (normalised) return normalised.squeeze(0);
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        StateDictOrder.Fill(this, destination, prefix);

    /// <summary>Does nothing: children are registered by name in the constructor, without reflection, so that trimmed programs keep them.</summary>
    protected override void RegisterComponents()
    {
    }

    private Tensor Convolve(Tensor input)
    {
        if (input.dtype == Conv.weight.dtype) return Conv.call(input);
        using var weight = Conv.weight.to(input.dtype);
        using var bias = Conv.bias?.to(input.dtype);
        return nn.functional.conv2d(input, weight, bias, Conv.stride, Conv.padding);
    }
}

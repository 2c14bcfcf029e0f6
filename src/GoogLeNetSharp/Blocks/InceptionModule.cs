using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// The Inception module with dimension reductions: 1x1 convolutions reduce the channels before the 3x3 and 5x5 convolutions and after the
/// pool, so it needs far less computation than <see cref="InceptionNaive"/>.
/// </summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output N x K x H x W or K x H x W with K = <see cref="InceptionWidths.OutChannels"/>.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 4, figure 2(b); <c>Inception</c> in torchvision's googlenet.py (same
/// state-dict names): <c>branch1.conv.weight</c>, <c>branch2.0.conv.weight</c>, <c>branch2.1.conv.weight</c>, <c>branch3.0...</c>,
/// <c>branch4.1.conv.weight</c>. torchvision uses a 3x3 kernel in the "5x5" branch (pytorch/vision issue 906): <c>branch5x5Kernel:
/// 3</c>.</para>
/// <para>torchvision's pool uses ceil mode, which has no effect with stride 1 and padding 1.</para>
/// </remarks>
public sealed class InceptionModule : Block
{
    /// <summary>Initializes the module with PyTorch's default weights.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="widths">Output channels of the six convolutions.</param>
    /// <param name="branch5x5Kernel">Kernel of the "5x5" branch: 5 as in the paper, or 3 as in torchvision.</param>
    /// <param name="batchNorm">Batch-norm settings of every convolution, or null for convolutions with a bias and no batch norm.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentNullException"><paramref name="widths"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public InceptionModule(
        long inChannels, InceptionWidths widths, long branch5x5Kernel = 5, BatchNormSettings? batchNorm = null, Device? device = null,
        ScalarType? dtype = null)
        : base(nameof(InceptionModule))
    {
        ArgumentNullException.ThrowIfNull(widths);
        Require.Positive(inChannels);
        RequireBranch5x5Kernel(branch5x5Kernel, nameof(branch5x5Kernel));
        Widths = widths;

        Branch1 = Register("branch1", Conv(inChannels, widths.Ch1x1, 1));
        Branch2 = Register("branch2", nn.Sequential(("0", Conv(inChannels, widths.Ch3x3Reduce, 1)),
            ("1", Conv(widths.Ch3x3Reduce, widths.Ch3x3, 3))));
        Branch3 = Register("branch3", nn.Sequential(
            ("0", Conv(inChannels, widths.Ch5x5Reduce, 1)), ("1", Conv(widths.Ch5x5Reduce, widths.Ch5x5, branch5x5Kernel))));
        Branch4 = Register("branch4", nn.Sequential(
            ("0", nn.MaxPool2d(kernel_size: 3, stride: 1, padding: 1)), ("1", Conv(inChannels, widths.PoolProjection, 1))));

        ConvBlock Conv(long from, long to, long kernelSize) =>
            new(from, to, kernelSize, padding: kernelSize / 2, batchNorm: batchNorm, device: device, dtype: dtype);
    }

    /// <summary>The output channels of the six convolutions.</summary>
    public InceptionWidths Widths { get; }

    /// <summary>1x1 convolution: N x Ch1x1 x H x W.</summary>
    public ConvBlock Branch1 { get; }

    /// <summary>1x1 reduction, then the 3x3 convolution: N x Ch3x3 x H x W.</summary>
    public Sequential Branch2 { get; }

    /// <summary>1x1 reduction, then the 5x5 convolution (or 3x3, see the constructor): N x Ch5x5 x H x W.</summary>
    public Sequential Branch3 { get; }

    /// <summary>3x3 max pool with stride 1, then the 1x1 projection: N x PoolProjection x H x W.</summary>
    public Sequential Branch4 { get; }

    /// <inheritdoc/>
    protected override Value Define(Value x) => Value.Concat(x.Call(Branch1), x.Call(Branch2), x.Call(Branch3), x.Call(Branch4));

    /// <summary>Validates the kernel of the "5x5" branch, for this class and the options.</summary>
    internal static long RequireBranch5x5Kernel(long value, string name) =>
        value is 3 or 5 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be 5 (paper) or 3 (torchvision).");
}

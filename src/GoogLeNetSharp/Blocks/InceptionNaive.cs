using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>The naive Inception module: 1x1, 3x3 and 5x5 convolutions and a 3x3 max pool in parallel, concatenated along the
/// channels.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output N x K x H x W or K x H x W with K = ch1x1 + ch3x3 + ch5x5 + C: the pool keeps all input
/// channels, so every module widens the network. <see cref="InceptionModule"/> avoids this.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 4, figure 2(a). State-dict names: <c>branch1.conv.weight</c> to
/// <c>branch3.conv.bias</c>; the pool, <c>branch4</c>, has no parameters.</para>
/// </remarks>
public sealed class InceptionNaive : Block
{
    /// <summary>Initializes the module with PyTorch's default weights.</summary>
    /// <param name="inChannels">Channels of the input, 1 or more.</param>
    /// <param name="ch1x1">Channels of the 1x1 branch, 1 or more.</param>
    /// <param name="ch3x3">Channels of the 3x3 branch, 1 or more.</param>
    /// <param name="ch5x5">Channels of the 5x5 branch, 1 or more.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public InceptionNaive(long inChannels, long ch1x1, long ch3x3, long ch5x5, Device? device = null, ScalarType? dtype = null)
        : base(nameof(InceptionNaive))
    {
        Require.Positive(inChannels);
        Require.Positive(ch1x1);
        Require.Positive(ch3x3);
        Require.Positive(ch5x5);

        Branch1 = Register("branch1", new ConvBlock(inChannels, ch1x1, kernelSize: 1, device: device, dtype: dtype));
        Branch2 = Register("branch2", new ConvBlock(inChannels, ch3x3, kernelSize: 3, padding: 1, device: device, dtype: dtype));
        Branch3 = Register("branch3", new ConvBlock(inChannels, ch5x5, kernelSize: 5, padding: 2, device: device, dtype: dtype));
        Branch4 = Register("branch4", nn.MaxPool2d(kernel_size: 3, stride: 1, padding: 1));
    }

    /// <summary>1x1 convolution: N x ch1x1 x H x W.</summary>
    public ConvBlock Branch1 { get; }

    /// <summary>3x3 convolution, padding 1: N x ch3x3 x H x W.</summary>
    public ConvBlock Branch2 { get; }

    /// <summary>5x5 convolution, padding 2: N x ch5x5 x H x W.</summary>
    public ConvBlock Branch3 { get; }

    /// <summary>3x3 max pool, stride 1, padding 1: N x C x H x W.</summary>
    public MaxPool2d Branch4 { get; }

    /// <inheritdoc/>
    protected override Value Define(Value x) => Value.Concat(x.Call(Branch1), x.Call(Branch2), x.Call(Branch3), x.Call(Branch4));
}

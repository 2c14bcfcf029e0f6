using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>One convolution, by a kernel of the library and by libtorch in float64. Both maps are some channels of a wider one.</summary>
internal static class ConvolutionCase
{
    // Channels beside those that are read and written.
    private const long Gap = 5;

    /// <summary>The largest difference over the largest output.</summary>
    public static double Difference(ConvNode conv, ConvolutionKernel kernel, Tensor image)
    {
        using var scope = NewDisposeScope();
        var (padding, type) = (conv.Window.Padding, image.dtype);
        var expected = nn.functional.conv2d(
            image.to(float64), Double(conv.Weight), conv.Bias is null ? null : Double(conv.Bias), padding: [padding.Height, padding.Width]);
        if (conv.Relu) expected = expected.relu();

        var actual = Run(conv, kernel, image);

        actual.dtype.Should().Be(type);
        actual.shape.Should().Equal(expected.shape);
        return (expected - actual.to(float64)).abs().max().item<double>() / expected.abs().max().item<double>();
    }

    /// <summary>What the kernel makes of an image, N x C x H x W.</summary>
    public static Tensor Run(ConvNode conv, ConvolutionKernel kernel, Tensor image)
    {
        using var noGrad = no_grad();
        var (images, channels) = (image.size(0), image.size(1));
        var (height, width) = conv.Window.Positions(image.size(2), image.size(3));
        var wideInput = NativeKernels.EmptyMap(images, channels + (2 * Gap), image.size(2), image.size(3), image.dtype);
        wideInput.fill_(float.NaN);
        wideInput.narrow(1, Gap, channels).copy_(image);
        var wideOutput = NativeKernels.EmptyMap(images, conv.OutChannels + (2 * Gap), height, width, image.dtype);
        wideOutput.fill_(7);

        var weight = PackedWeight.Pack(conv, kernel);
        weight.Run(conv, MapView.Of(wideInput)!.Value.Slice(Gap, channels), MapView.Of(wideOutput)!.Value.Slice(Gap, conv.OutChannels));

        wideOutput.narrow(1, 0, Gap).eq(7).all().item<bool>().Should().BeTrue("the channels before stay as they were");
        wideOutput.narrow(1, Gap + conv.OutChannels, Gap).eq(7).all().item<bool>().Should().BeTrue("the channels behind stay as they were");
        return wideOutput.narrow(1, Gap, conv.OutChannels);
    }

    /// <summary>A convolution with weights from the formula.</summary>
    public static ConvNode Node(
        long inChannels, long outChannels, Window2d window, bool bias = true, bool relu = false)
    {
        var weight = FormulaWeights.Values("weight", [outChannels, inChannels, window.KernelSize.Height, window.KernelSize.Width], -1, 1);
        var shift = bias ? FormulaWeights.Values("bias", [outChannels], -1, 1) : null;
        return new ConvNode(1, "conv", [0], TensorWeight.Of(weight), shift is null ? null : TensorWeight.Of(shift), window, groups: 1) { Relu = relu };
    }

    /// <summary>A weight as a tensor in double precision.</summary>
    public static Tensor Double(Weight weight) => tensor(weight.Values.ToArray(), [.. weight.Shape]).to(float64);
}

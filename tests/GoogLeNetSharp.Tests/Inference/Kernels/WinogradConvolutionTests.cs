using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>The kernel for 3x3 convolutions against libtorch in float64.</summary>
public sealed class WinogradConvolutionTests
{
    /// <summary>Images, input and output channels, height, width, padding.</summary>
    public static TheoryData<int, long, long, long, long, long> Cases { get; } = new()
    {
        { 1, 16, 32, 8, 8, 1 },
        { 2, 3, 10, 5, 7, 1 },
        { 3, 24, 48, 13, 9, 1 },
        { 2, 37, 33, 4, 6, 0 },
        { 1, 16, 64, 3, 3, 0 },
        { 1, 5, 1, 1, 1, 1 },
        { 2, 8, 16, 1, 14, 2 },
        { 1, 7, 40, 6, 5, 3 },
        { 9, 64, 32, 14, 14, 1 },
    };

    [NativeKernelsTheory(avx512: true)]
    [MemberData(nameof(Cases))]
    internal void Run_Float32_EqualsLibtorch(int images, long inChannels, long outChannels, long height, long width, long padding)
    {
        using var scope = NewDisposeScope();
        var image = FormulaWeights.Image(images, inChannels, height, width);
        var window = new Window2d((3, 3)) { Padding = (padding, padding) };
        foreach (var (bias, relu) in new[] { (true, true), (false, false) })
        {
            var conv = ConvolutionCase.Node(inChannels, outChannels, window, bias, relu);

            ConvolutionCase.Difference(conv, ConvolutionKernel.Winograd, image).Should().BeLessThan(2e-5, "bias {0}, ReLU {1}", bias, relu);
        }
    }

    [NativeKernelsTheory(avx512: true)]
    [MemberData(nameof(Cases))]
    internal void Run_BFloat16_EqualsLibtorchWithinItsRounding(int images, long inChannels, long outChannels, long height, long width, long padding)
    {
        using var scope = NewDisposeScope();
        var image = FormulaWeights.Image(images, inChannels, height, width).to(bfloat16);
        var conv = ConvolutionCase.Node(inChannels, outChannels, new Window2d((3, 3)) { Padding = (padding, padding) }, relu: true);

        // Eight bits: rounding the outputs alone costs up to 1/256.
        ConvolutionCase.Difference(conv, ConvolutionKernel.Winograd, image).Should().BeLessThan(1.0 / 250);
    }

    [NativeKernelsFact(avx512: true)]
    internal void Run_UnevenPadding_EqualsLibtorch()
    {
        using var scope = NewDisposeScope();
        var image = FormulaWeights.Image(2, 6, 7, 10);
        var conv = ConvolutionCase.Node(6, 9, new Window2d((3, 3)) { Padding = (0, 2) });

        ConvolutionCase.Difference(conv, ConvolutionKernel.Winograd, image).Should().BeLessThan(2e-5);
    }

    [NativeKernelsFact(avx512: true)]
    internal void Run_NotANumber_ReachesItsNeighboursThroughTheRelu()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 16, 8, 8);
        image[0, 3, 4, 4] = float.NaN;
        var conv = ConvolutionCase.Node(16, 32, new Window2d((3, 3)) { Padding = (1, 1) }, relu: true);

        var output = ConvolutionCase.Run(conv, ConvolutionKernel.Winograd, image);

        output[.., .., 3..6, 3..6].isnan().all().item<bool>().Should().BeTrue();
    }
}

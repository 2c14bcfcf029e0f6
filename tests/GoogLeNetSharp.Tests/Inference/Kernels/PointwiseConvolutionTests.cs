using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>The kernel for 1x1 convolutions against libtorch in float64.</summary>
public sealed class PointwiseConvolutionTests
{
    [NativeKernelsTheory(avx512: true)]
    [InlineData(1, 16, 32, 2, 3)]
    [InlineData(2, 3, 10, 5, 7)]
    [InlineData(1, 192, 16, 1, 6)]
    [InlineData(7, 5, 1, 1, 1)]
    [InlineData(3, 37, 33, 13, 9)]
    [InlineData(2, 832, 48, 7, 7)]
    [InlineData(8, 64, 64, 28, 28)]
    internal void Run_Float32_EqualsLibtorch(int images, long inChannels, long outChannels, long height, long width)
    {
        using var scope = NewDisposeScope();
        var image = FormulaWeights.Image(images, inChannels, height, width);
        foreach (var (bias, relu) in new[] { (true, true), (false, false) })
        {
            var conv = ConvolutionCase.Node(inChannels, outChannels, new Window2d((1, 1)), bias, relu);

            ConvolutionCase.Difference(conv, ConvolutionKernel.Pointwise, image).Should().BeLessThan(2e-6, "bias {0}, ReLU {1}", bias, relu);
        }
    }
}

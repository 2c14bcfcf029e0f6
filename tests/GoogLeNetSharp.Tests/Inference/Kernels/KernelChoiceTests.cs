using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Which kernel is picked where.</summary>
public sealed class KernelChoiceTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1, 56, ConvolutionKernel.Winograd)]
    [InlineData(ScalarType.Float32, 8, 28, ConvolutionKernel.Winograd)]
    [InlineData(ScalarType.Float32, 1, 14, ConvolutionKernel.Winograd)]
    [InlineData(ScalarType.Float32, 8, 14, ConvolutionKernel.Winograd)]
    [InlineData(ScalarType.Float32, 1, 2, ConvolutionKernel.OneDnn)]
    [InlineData(ScalarType.BFloat16, 8, 56, ConvolutionKernel.Winograd)]
    [InlineData(ScalarType.BFloat16, 8, 14, ConvolutionKernel.OneDnn)]         // a third of the multiplications is saved, and each costs twice as much
    internal void For_3x3_DependsOnTypeAndPixels(ScalarType type, long images, long side, ConvolutionKernel expected)
    {
        using var scope = NewDisposeScope();
        var conv = ConvolutionCase.Node(64, 128, new Window2d((3, 3)) { Padding = (1, 1) });

        KernelChoice.For(conv, type, [images, 64, side, side]).Should().Be(MatrixTile.IsSupported ? expected : ConvolutionKernel.OneDnn);
    }

    [Theory]
    [InlineData(ScalarType.Float32, 6, ConvolutionKernel.Pointwise)]
    [InlineData(ScalarType.Float32, 5, ConvolutionKernel.OneDnn)]
    [InlineData(ScalarType.BFloat16, 6, ConvolutionKernel.OneDnn)]
    internal void For_1x1_DependsOnTypeAndPixels(ScalarType type, long pixels, ConvolutionKernel expected)
    {
        using var scope = NewDisposeScope();
        var conv = ConvolutionCase.Node(8, 8, new Window2d((1, 1)));

        KernelChoice.For(conv, type, [1, 8, 1, pixels]).Should().Be(MatrixTile.IsSupported ? expected : ConvolutionKernel.OneDnn);
    }

    [Fact]
    internal void For_OtherWindows_IsOneDnn()
    {
        using var scope = NewDisposeScope();
        Window2d[] windows =
        [
            new((3, 3)) { Stride = (2, 2) }, new((3, 3)) { Stride = (1, 2) }, new((3, 3)) { Dilation = (2, 2), Padding = (2, 2) }, new((5, 5)) { Padding = (2, 2) }, new((3, 1)),
            new((1, 1)) { Stride = (2, 2) }, new((1, 1)) { Padding = (1, 1) },
        ];

        foreach (var window in windows) KernelChoice.For(ConvolutionCase.Node(64, 64, window), float32, [8, 64, 56, 56]).Should().Be(ConvolutionKernel.OneDnn, window.ToString());
        KernelChoice.For(ConvolutionCase.Node(64, 64, new Window2d((3, 3))) with { Groups = 2 }, float32, [8, 128, 56, 56]).Should().Be(ConvolutionKernel.OneDnn);
    }
}

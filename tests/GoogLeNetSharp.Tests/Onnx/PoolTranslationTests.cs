using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Onnx.Protocol;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>Pools at sizes where ONNX and PyTorch differ, run by ONNX Runtime and by TorchSharp.</summary>
public sealed class PoolTranslationTests
{
    private static readonly OnnxExportOptions AnySize = new() { Channels = 2 };

    [Theory]
    [InlineData(3, 2, 0)]
    [InlineData(2, 2, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    internal void MaxPool_CeilModeAnySize_Agrees(long kernel, long stride, long padding)
    {
        using var pool = nn.Sequential(("pool", nn.MaxPool2d(kernel, stride, padding, ceil_mode: true)));

        Exported.ShouldAgree(pool, AnySize, [1, 2, 7, 8], [2, 2, 9, 10], [1, 2, 2, 3]);

        Attribute(pool, AnySize, "ceil_mode").I.Should().Be(1);
    }

    [Theory]
    [InlineData(2, 3, 0, 5, 6)]
    [InlineData(2, 3, 0, 6, 7)]
    [InlineData(2, 2, 1, 5, 6)]
    [InlineData(4, 3, 2, 7, 11)]
    [InlineData(4, 3, 2, 8, 9)]
    internal void Pools_CeilModeWhereTheLastWindowMayBeDropped_AgreeAtAFixedSize(long kernel, long stride, long padding, long height,
        long width)
    {
        var options = new OnnxExportOptions { Channels = 2, Height = height, Width = width };
        using var max = nn.Sequential(("pool", nn.MaxPool2d(kernel, stride, padding, ceil_mode: true)));
        using var mean = nn.Sequential(("pool", nn.AvgPool2d(kernel, stride, padding, ceil_mode: true)));
        using var unpadded = nn.Sequential(("pool", nn.AvgPool2d(kernel, stride, padding, ceil_mode: true, count_include_pad: false)));

        Exported.ShouldAgree(max, options, [1, 2, height, width], [3, 2, height, width]);
        Exported.ShouldAgree(mean, options, [1, 2, height, width], [3, 2, height, width]);
        Exported.ShouldAgree(unpadded, options, [1, 2, height, width], [3, 2, height, width]);

        Attribute(max, options, "ceil_mode").I.Should().Be(0);
    }

    [Fact]
    internal void MaxPool_CeilModeWhereTheLastWindowMayBeDropped_NeedsAFixedSize()
    {
        using var pool = nn.Sequential(("first", nn.MaxPool2d(2, 3, ceil_mode: true)));

        FluentActions.Invoking(() => Exported.Bytes(pool, AnySize)).Should().Throw<NotSupportedException>().WithMessage(
            "options: first, MaxPool(%0) 2x2, stride 3, ceil, can be written for a fixed image size only: Height and Width must be given.");
    }

    [Fact]
    internal void MaxPool_DilatedAndUneven_Agrees()
    {
        using var dilated = nn.Sequential(("pool", nn.MaxPool2d(3, 2, 1, dilation: 2, ceil_mode: true)));
        using var uneven = nn.Sequential(("pool", nn.MaxPool2d((2, 3), (1, 2), (0, 1))));

        Exported.ShouldAgree(dilated, AnySize, [1, 2, 9, 8], [2, 2, 7, 12]);
        Exported.ShouldAgree(uneven, AnySize, [1, 2, 9, 8], [2, 2, 7, 12]);
    }

    [Theory]
    [InlineData(2, 5, 3, 0, 6, 9)]
    [InlineData(2, 4, 3, 1, 5, 9)]
    [InlineData(3, 6, 2, 0, 7, 12)]
    [InlineData(2, 5, 3, 0, 9, 6)]
    internal void MaxPool_DilatedWindowThatHangsFarOverTheEdge_AgreesAtAFixedSize(long kernel, long stride, long dilation, long padding,
        long height, long width)
    {
        var options = new OnnxExportOptions { Channels = 2, Height = height, Width = width };
        using var pool = nn.Sequential(("pool", nn.MaxPool2d(kernel, stride, padding, dilation, ceil_mode: true)));

        Exported.ShouldAgree(pool, options, [1, 2, height, width], [3, 2, height, width]);

        Exported.Proto(pool, options).Graph.Node.Select(node => node.OpType).Should().Equal("Pad", "MaxPool");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    internal void AvgPool_Padding_DividesAsPyTorchDoes(bool countIncludePad, bool ceilMode)
    {
        using var pool = nn.Sequential(("pool", nn.AvgPool2d(3, 2, 1, ceilMode, countIncludePad)));

        Exported.ShouldAgree(pool, AnySize, [1, 2, 7, 8], [2, 2, 10, 9]);
        Exported.ShouldAgree(pool, AnySize with { Opset = 13 }, [1, 2, 7, 8]);
        Exported.ShouldAgree(pool, AnySize with { Opset = 21 }, [1, 2, 7, 8]);
    }

    [Theory]
    [InlineData(4, 6)]
    [InlineData(5, 7)]
    [InlineData(2, 3)]
    internal void AdaptiveAvgPool_FixedSize_Agrees(long height, long width)
    {
        using var pool = nn.Sequential(("pool", nn.AdaptiveAvgPool2d((2, 3))));
        using var larger = nn.Sequential(("pool", nn.AdaptiveAvgPool2d((4, 7))));
        var options = new OnnxExportOptions { Channels = 2, Height = height, Width = width };

        Exported.ShouldAgree(pool, options, [1, 2, height, width], [2, 2, height, width]);
        Exported.ShouldAgree(larger, options, [1, 2, height, width], [2, 2, height, width]);
    }

    [Fact]
    internal void AdaptiveAvgPool_AnySize_OnlyToOnePixel()
    {
        using var one = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)));
        using var four = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(4)));

        Exported.ShouldAgree(one, AnySize, [1, 2, 7, 8], [2, 2, 1, 3]);
        FluentActions.Invoking(() => Exported.Bytes(four, AnySize)).Should().Throw<NotSupportedException>().WithMessage(
            "options: pool, AdaptiveAvgPool(%0) to 4x4, can be written for a fixed image size only: Height and Width must be given.");
    }

    private static AttributeProto Attribute(nn.Module<Tensor, Tensor> module, OnnxExportOptions options, string name) =>
        Exported.Proto(module, options).Graph.Node[^1].Attribute.Single(attribute => attribute.Name == name);
}

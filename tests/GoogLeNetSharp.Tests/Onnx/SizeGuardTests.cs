using GoogLeNetSharp.Onnx;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>With the image's size open, ONNX Runtime refuses what the network does not take, and says what it takes; it runs what is just
/// allowed.</summary>
public sealed class SizeGuardTests
{
    private static readonly OnnxExportOptions Defaults = new();

    /// <summary>The operator sets.</summary>
    public static TheoryData<int> Opsets =>
        [.. Enumerable.Range(OnnxExportOptions.SmallestOpset, OnnxExportOptions.LargestOpset - OnnxExportOptions.SmallestOpset + 1)];

    [Fact]
    internal void TorchVisionPreset_BelowItsSmallestSize_IsRefused()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);

        Exported.ShouldAgree(model, Defaults, [2, 3, 15, 15]);
        ShouldRefuse(model, Defaults, "input.height_must_be_15_or_more_and_width_15_or_more", [1, 3, 14, 15], [2, 3, 40, 14], [1, 3, 1, 1]);
    }

    [Fact]
    internal void DefaultPreset_OutsideItsSizes_IsRefused()
    {
        using var model = new GoogLeNet();

        ShouldRefuse(model, Defaults, "input.height_must_be_193_to_224_and_width_193_to_224", [1, 3, 192, 224], [1, 3, 193, 225],
            [1, 3, 14, 14]);
    }

    [Fact]
    internal void PaperPreset_OutsideItsSizes_IsRefused()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Paper);

        ShouldRefuse(model, Defaults, "input.height_must_be_223_to_254_and_width_223_to_254", [1, 3, 222, 254], [1, 3, 255, 223]);
    }

    [Fact]
    internal void BytesAsInput_BelowTheSmallestSize_AreRefused()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        using var run = new OnnxRun(Exported.Bytes(model, new() { Preprocessing = OnnxPreprocessing.ImageNet, Verify = true }));
        using var allowed = ones([1, 15, 16, 3], ScalarType.Byte);
        using var small = ones([1, 15, 14, 3], ScalarType.Byte);

        run.Warnings.Should().BeEmpty();
        run.Run(allowed).shape.Should().Equal(1, 1000);
        FluentActions.Invoking(() => run.Run(small)).Should().Throw<OnnxRuntimeException>()
            .WithMessage("*Name:'input.height_must_be_15_or_more_and_width_15_or_more'*");
    }

    [Theory]
    [MemberData(nameof(Opsets))]
    internal void EveryOperatorSet_UnevenWindowThatWouldRunOnTooLittle_IsRefused(int opset)
    {
        using var pool = nn.Sequential(("pool", nn.AvgPool2d((3, 5), (2, 4))));
        var options = new OnnxExportOptions { Channels = 2, Opset = opset };

        Exported.ShouldAgree(pool, options, [1, 2, 3, 5], [2, 2, 8, 7]);
        ShouldRefuse(pool, options, "input.height_must_be_3_or_more_and_width_5_or_more", [1, 2, 2, 5], [1, 2, 3, 4], [1, 2, 1, 1]);
    }

    [Fact]
    internal void OneSideFixed_TheOtherIsGuarded()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(2, 4, 3)), ("pool", nn.MaxPool2d(2, 2)));
        var options = new OnnxExportOptions { Width = 9, InputName = "image" };

        Exported.ShouldAgree(network, options, [1, 2, 4, 9], [2, 2, 7, 9]);
        ShouldRefuse(network, options, "image.height_must_be_4_or_more_and_width_9", [1, 2, 3, 9]);
    }

    [Fact]
    internal void LinearHeadThatTakesSeveralSizes_IsGuardedOnBothEnds()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(1, 2, 3, 2, 0L)), ("flatten", nn.Flatten()), ("fc", nn.Linear(2 * 3 * 3, 2)));

        Exported.ShouldAgree(network, Defaults, [1, 1, 7, 8], [2, 1, 8, 7]);
        ShouldRefuse(network, Defaults, "input.height_must_be_7_to_8_and_width_7_to_8", [1, 1, 6, 7], [1, 1, 8, 9]);
    }

    [Fact]
    internal void EverySizeAllowedOrGiven_HasNoGuard()
    {
        using var block = new InceptionModule(12, new InceptionWidths(4, 3, 6, 2, 3, 5));
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);

        Operators(block, Defaults).Should().NotContain("Gather");
        Operators(model, new() { Height = 32, Width = 32 }).Should().NotContain("Gather");
        Operators(model, Defaults).Should().ContainSingle(operation => operation == "Gather");
    }

    private static IEnumerable<string> Operators(nn.Module<Tensor, Tensor> module, OnnxExportOptions options) =>
        Exported.Proto(module, options).Graph.Node.Select(node => node.OpType);

    private static void ShouldRefuse(nn.Module<Tensor, Tensor> module, OnnxExportOptions options, string node, params long[][] inputs)
    {
        using var run = new OnnxRun(Exported.Bytes(module, options with { Verify = true }));
        run.Warnings.Should().BeEmpty();
        foreach (var shape in inputs)
        {
            using var input = ones(shape);
            FluentActions.Invoking(() => run.Run(input)).Should().Throw<OnnxRuntimeException>()
                .WithMessage($"*Name:'{node}'*", "of {0}", string.Join(" x ", shape));
        }
    }
}

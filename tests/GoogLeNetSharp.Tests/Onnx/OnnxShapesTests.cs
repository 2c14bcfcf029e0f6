using GoogLeNetSharp.Onnx;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>The shapes a file declares, and what it refuses.</summary>
public sealed class OnnxShapesTests
{
    [Fact]
    internal void TorchVisionPreset_AnySize_NamesWhatStaysOpen()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { TransformInput = true });

        var shapes = Exported.Shapes(Exported.Proto(model));

        shapes["input"].Should().Be("batch x 3 x height x width");
        shapes["transform_input"].Should().Be("batch x 3 x height x width");
        shapes["conv1.conv"].Should().Be("batch x 64 x ? x ?");
        shapes["inception5b.concat"].Should().Be("batch x 1024 x ? x ?");
        shapes["avgpool"].Should().Be("batch x 1024 x 1 x 1");
        shapes["flatten"].Should().Be("batch x 1024");
        shapes["output"].Should().Be("batch x 1000");
    }

    [Fact]
    internal void DefaultPreset_AnySize_KnowsWhatItsSizesHaveInCommon()
    {
        using var model = new GoogLeNet();

        var shapes = Exported.Shapes(Exported.Proto(model));

        shapes["input"].Should().Be("batch x 3 x height x width");
        shapes["conv2.conv"].Should().Be("batch x 192 x ? x ?");
        shapes["inception5b.concat"].Should().Be("batch x 1024 x 7 x 7", "193 to 224 pixels all come to that");
    }

    [Fact]
    internal void NetworkOfOneSize_AnySize_IsThatSize()
    {
        using var network = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(3 * 32 * 32, 2)));

        var shapes = Exported.Shapes(Exported.Proto(network, new() { Channels = 3 }));

        shapes["input"].Should().Be("batch x 3 x 32 x 32");
    }

    [Fact]
    internal void FlattenedMap_AnySize_IsUnknown()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 3, padding: 1L)), ("flatten", nn.Flatten()));

        var shapes = Exported.Shapes(Exported.Proto(network));

        shapes["conv"].Should().Be("batch x 4 x height x width");
        shapes["output"].Should().Be("batch x ?");
    }

    [Fact]
    internal void OneSideFixed_OtherStaysOpen()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 3, stride: 2);

        var shapes = Exported.Shapes(Exported.Proto(block, new() { Height = 9, BatchSize = 5 }));

        shapes["input"].Should().Be("5 x 3 x 9 x width");
        shapes["output"].Should().Be("5 x 4 x 4 x ?");
    }

    [Fact]
    internal void Preprocessing_InputIsRowsOfPixels()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1);

        var shapes = Exported.Shapes(Exported.Proto(block, new() { Preprocessing = OnnxPreprocessing.ImageNet }));

        shapes["input"].Should().Be("batch x height x width x 3");
        shapes["input.normalised"].Should().Be("batch x 3 x height x width");
    }

    [Fact]
    internal void SizeThatDoesNotFit_Throws()
    {
        using var model = new GoogLeNet();
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("flatten", nn.Flatten()), ("fc", nn.Linear(16, 2)));

        Message(model, new() { Height = 225, Width = 225 }).Should()
            .StartWith("options: Height 225 and Width 225 do not fit this GoogLeNet: node fc1, ");
        Message(network, new() { Height = 5, Width = 4 }).Should().Be(
            "options: Height 5 and Width 4 do not fit this Sequential: node fc, Linear(%2) 16 -> 2, cannot take shape [24]. (Parameter "
            + "'options')");
    }

    [Fact]
    internal void NoSquareSizeFits_Throws()
    {
        using var network = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(3 * 5 * 7, 2)));

        Message(network, new() { Channels = 3 }).Should().Be(
            "options: Height and Width must both be set: no square image up to 2048 x 2048 pixels fits this Sequential. (Parameter "
            + "'options')");
        Exported.ShouldAgree(network, new() { Channels = 3, Height = 5, Width = 7 }, [2, 3, 5, 7]);
    }

    [Fact]
    internal void OneSideGivenThatFitsNoOther_Throws()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        using var network = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(3 * 5 * 7, 2)));

        Message(model, new() { Height = 14 }).Should()
            .Be("options: Height 14 does not fit this GoogLeNet with any Width up to 2048. (Parameter 'options')");
        Message(model, new() { Width = 14 }).Should()
            .Be("options: Width 14 does not fit this GoogLeNet with any Height up to 2048. (Parameter 'options')");
        Exported.Shapes(Exported.Proto(network, new() { Channels = 3, Height = 5 }))["input"].Should().Be("batch x 3 x 5 x 7");
    }

    [Fact]
    internal void UnevenWindow_EachSideHasItsOwnSmallest()
    {
        using var pool = nn.Sequential(("pool", nn.MaxPool2d((1, 5), (1, 1))));

        Exported.ShouldAgree(pool, new() { Channels = 2 }, [1, 2, 1, 5], [2, 2, 6, 9]);
    }

    [Fact]
    internal void ChannelsMissingOrWrong_Throws()
    {
        using var pool = nn.Sequential(("pool", nn.MaxPool2d(2)));
        using var block = new ConvBlock(3, 4, kernelSize: 1);

        Message(pool, new()).Should().Be(
            "options: Channels must be given: no weight of this Sequential determines the channels of its input. (Parameter 'options')");
        Message(block, new() { Channels = 4 }).Should()
            .Be("options: Channels must be 3, as this ConvBlock takes, or null, got 4. (Parameter 'options')");
    }

    [Fact]
    internal void ImageSettingsForFeatures_Throw()
    {
        using var linear = nn.Linear(7, 2);

        Message(linear, new() { Height = 7 }).Should()
            .Be("options: Height and Width must be null: this Linear takes features, N x 7. (Parameter 'options')");
        Message(linear, new() { Preprocessing = OnnxPreprocessing.ImageNet }).Should()
            .Be("options: Preprocessing must be null: this Linear takes features, N x 7. (Parameter 'options')");
    }

    [Fact]
    internal void PreprocessingOfOtherChannels_Throws()
    {
        using var block = new ConvBlock(4, 4, kernelSize: 1);

        Message(block, new() { Preprocessing = OnnxPreprocessing.ImageNet }).Should()
            .Be("options: Preprocessing must be for 4 channels, as this ConvBlock takes, got 3. (Parameter 'options')");
    }

    private static string Message(nn.Module<Tensor, Tensor> module, OnnxExportOptions options) =>
        FluentActions.Invoking(() => Exported.Bytes(module, options)).Should().Throw<ArgumentException>().Which.Message;
}

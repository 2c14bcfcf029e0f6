using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>LeNet, VGG and ResNet: sizes, stages and small-image forms by arithmetic. Networks on the device META have shapes and no
/// memory.</summary>
public sealed class SiblingNetworkTests
{
    /// <summary>The parameter counts of torchvision 0.14; LeNet's by hand.</summary>
    public static TheoryData<string, long> Counts => new()
    {
        { "lenet", 61_706 },
        { "vgg11", 132_863_336 }, { "vgg13", 133_047_848 }, { "vgg16", 138_357_544 }, { "vgg19", 143_667_240 },
        { "vgg11_bn", 132_868_840 }, { "vgg13_bn", 133_053_736 }, { "vgg16_bn", 138_365_992 }, { "vgg19_bn", 143_678_248 },
        { "resnet18", 11_689_512 }, { "resnet34", 21_797_672 }, { "resnet50", 25_557_032 }, { "resnet101", 44_549_160 },
        { "resnet152", 60_192_808 },
    };

    /// <summary>The classes of networks.</summary>
    public static TheoryData<string> Classes => ["googlenet", "lenet", "vgg", "resnet"];

    [Theory]
    [MemberData(nameof(Counts))]
    internal void Parameters_EveryPreset_AreThePublishedNumber(string network, long count)
    {
        using var model = Published(network);

        model.parameters().Sum(parameter => parameter.numel()).Should().Be(count);
    }

    [Theory]
    [InlineData("lenet", 10)]
    [InlineData("vgg11", 22)]
    [InlineData("vgg13_bn", 76)]
    [InlineData("vgg19_bn", 118)]
    [InlineData("resnet18", 122)]
    [InlineData("resnet101", 626)]
    [InlineData("resnet152", 932)]
    internal void StateDict_Preset_HasTorchVisionsNumberOfEntries(string network, int entries)
    {
        using var model = Published(network);

        model.state_dict().Should().HaveCount(entries);
    }

    [Theory]
    [InlineData("lenet", 28, 31L)]
    [InlineData("vgg11", 32, null)]
    [InlineData("vgg19_bn", 32, null)]
    [InlineData("vgg-cifar", 8, null)]
    [InlineData("resnet50", 1, null)]
    internal void ImageSizes_Preset_AreThoseOfThePage(string network, long smallest, long? largest)
    {
        using var model = network == "vgg-cifar" ? new Vgg(VggOptions.Cifar, META) : Published(network);

        ((IClassifierNetwork)model).MinImageSize.Should().Be(smallest);
        ((IClassifierNetwork)model).MaxImageSize.Should().Be(largest);
    }

    [Fact]
    internal void StageShapes_LeNet_AreThePapers()
    {
        using var model = new LeNet(LeNetOptions.Default with { InputChannels = 3, ImageSize = 32 }, META);

        Stages(model, 3, 32, 32).Should().Equal(
            "conv1 6 x 28 x 28", "pool1 6 x 14 x 14", "conv2 16 x 10 x 10", "pool2 16 x 5 x 5", "fc1 120", "fc2 84", "fc3 10");
        ((IClassifierNetwork)model).Should()
            .BeEquivalentTo(new { MinImageSize = 32L, ImageSize = 32L, InputChannels = 3L, NumClasses = 10L });
    }

    [Theory]
    [InlineData(28)]
    [InlineData(32)]
    internal void Call_LeNetWithAnImageOfAnotherSize_IsRefused(int size)
    {
        using var model = new LeNet(LeNetOptions.Default with { ImageSize = size });
        using var image = zeros(1, 1, 60 - size, 60 - size);

        var call = () => model.call(image);

        call.Should().ThrowExactly<ArgumentException>().WithMessage("input: expected an image of at least *");
    }

    [Fact]
    internal void StageShapes_Vgg19OfASmallImage_EndAtOnePixel()
    {
        using var model = new Vgg(VggOptions.Vgg19, META);

        Stages(model, 3, 32, 32).Where(stage => stage.StartsWith("pool", StringComparison.Ordinal)).Should().Equal(
            "pool1 64 x 16 x 16", "pool2 128 x 8 x 8", "pool3 256 x 4 x 4", "pool4 512 x 2 x 2", "pool5 512 x 1 x 1");
        model.MinImageSize.Should().Be(32);
        model.MaxImageSize.Should().BeNull();
        model.ImageSize.Should().Be(224);
    }

    [Fact]
    internal void StageShapes_Vgg16_AreTheNamesOfTheCaffeModels()
    {
        using var model = new Vgg(VggOptions.Vgg16, META);

        model.StageShapes(3, 224, 224).Select(stage => stage.Name).Should().Equal(
            "conv1_1", "conv1_2", "pool1", "conv2_1", "conv2_2", "pool2", "conv3_1", "conv3_2", "conv3_3", "pool3", "conv4_1", "conv4_2",
            "conv4_3", "pool4",
            "conv5_1", "conv5_2", "conv5_3", "pool5", "avgpool", "fc6", "fc7", "fc8");
        Stages(model, 3, 224, 224).Should().Contain(["conv1_1 64 x 224 x 224", "pool5 512 x 7 x 7", "fc6 4096", "fc8 1000"]);
    }

    [Fact]
    internal void StageShapes_VggForCifar_HasThreePoolsAndALastMapOf4x4()
    {
        using var model = new Vgg(VggOptions.Cifar, META);

        Stages(model, 3, 32, 32).Where(stage => !stage.StartsWith("conv", StringComparison.Ordinal)).Should().Equal(
            "pool1 64 x 16 x 16", "pool2 128 x 8 x 8", "pool3 256 x 4 x 4", "avgpool 512 x 1 x 1", "fc6 512", "fc7 512", "fc8 10");
        Stages(model, 3, 32, 32).Should().Contain("conv4_3 512 x 4 x 4");
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(8_171_082);
        model.ImageSize.Should().Be(32);
    }

    [Theory]
    [InlineData("resnet18",
        "conv1 64 x 112 x 112, maxpool 64 x 56 x 56, layer1 64 x 56 x 56, layer2 128 x 28 x 28, layer3 256 x 14 x 14, layer4 512 x 7 x "
        + "7, avgpool 512 x 1 x 1, fc 1000")]
    [InlineData("resnet50",
        "conv1 64 x 112 x 112, maxpool 64 x 56 x 56, layer1 256 x 56 x 56, layer2 512 x 28 x 28, layer3 1024 x 14 x 14, layer4 2048 x 7 "
        + "x 7, avgpool 2048 x 1 x 1, fc 1000")]
    internal void StageShapes_ResNet_AreThoseOfThePapersTable(string network, string stages)
    {
        using var model = (ResNet)Published(network);

        string.Join(", ", Stages(model, 3, 224, 224)).Should().Be(stages);
        model.ImageSize.Should().Be(224);
    }

    [Fact]
    internal void StageShapes_SmallImageStem_KeepsTheImageWhole()
    {
        using var model = new ResNet(ResNetOptions.ResNet18 with { SmallImageStem = true, NumClasses = 10 }, META);

        Stages(model, 3, 32, 32).Should().Equal(
            "conv1 64 x 32 x 32", "layer1 64 x 32 x 32", "layer2 128 x 16 x 16", "layer3 256 x 8 x 8", "layer4 512 x 4 x 4",
            "avgpool 512 x 1 x 1", "fc 10");
        model.state_dict()["conv1.weight"].shape.Should().Equal(64, 3, 3, 3);
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(11_689_512 - (64 * 3 * (49 - 9)) - (990 * 513));
        model.ImageSize.Should().Be(32);
    }

    [Theory]
    [InlineData("vgg16", 4)]
    [InlineData("resnet18", 4)]
    internal void InputChannels_AreThoseOfTheFirstConvolution(string network, long channels)
    {
        using nn.Module<Tensor, Tensor> model = network == "vgg16"
            ? new Vgg(VggOptions.Vgg16 with { InputChannels = channels }, META)
            : new ResNet(ResNetOptions.ResNet18 with { InputChannels = channels }, META);

        model.state_dict().First().Value.shape[1].Should().Be(channels);
        ((IClassifierNetwork)model).InputChannels.Should().Be(channels);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    internal void Constructor_DeviceAndType_ReachEveryParameter(string network)
    {
        using var model = Make(network, META, ScalarType.Float64);

        model.parameters().Should().OnlyContain(parameter => parameter.device_type == TorchSharp.DeviceType.META
            && parameter.dtype == ScalarType.Float64);
    }

    private static string[] Stages(Block model, params long[] input) =>
        [.. model.StageShapes(input).Select(stage => $"{stage.Name} {string.Join(" x ", stage.Shape)}")];

    private static nn.Module<Tensor, Tensor> Published(string network) => network switch
    {
        "lenet" => new LeNet(LeNetOptions.Default, META),
        "resnet18" => new ResNet(ResNetOptions.ResNet18, META),
        "resnet34" => new ResNet(ResNetOptions.ResNet34, META),
        "resnet50" => new ResNet(ResNetOptions.ResNet50, META),
        "resnet101" => new ResNet(ResNetOptions.ResNet101, META),
        "resnet152" => new ResNet(ResNetOptions.ResNet152, META),
        _ => new Vgg(
            network.Split('_')[0] switch
            {
                "vgg11" => VggOptions.Vgg11,
                "vgg13" => VggOptions.Vgg13,
                "vgg16" => VggOptions.Vgg16,
                _ => VggOptions.Vgg19,
            } with
            { BatchNorm = network.EndsWith("_bn", StringComparison.Ordinal) }, META),
    };

    private static nn.Module<Tensor, Tensor> Make(string network, Device device, ScalarType type) => network switch
    {
        "googlenet" => new GoogLeNet(GoogLeNetOptions.TorchVision, device, type),
        "lenet" => new LeNet(LeNetOptions.Default, device, type),
        "vgg" => new Vgg(VggOptions.Vgg11 with { BatchNorm = true }, device, type),
        _ => new ResNet(ResNetOptions.ResNet50, device, type),
    };
}

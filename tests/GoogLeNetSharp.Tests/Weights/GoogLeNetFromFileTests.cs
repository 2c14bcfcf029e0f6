using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>A network saved here and rebuilt from the file alone.</summary>
public sealed class GoogLeNetFromFileTests
{
    private const string Giant = """{"Preset":"Cifar","NumClasses":20000,"AuxiliaryHeads":false}""";

    /// <summary>All presets.</summary>
    public static TheoryData<GoogLeNetPreset> Presets => [.. Enum.GetValues<GoogLeNetPreset>()];

    [Theory]
    [MemberData(nameof(Presets))]
    internal void FromFile_EveryPreset_ComesBackBitForBit(GoogLeNetPreset preset)
    {
        using var file = TemporaryFile.New();
        using var network = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));
        network.SaveWeights(file.Path);
        using GoogLeNet back = GoogLeNet.FromFile(file.Path);
        back.Options.Should().Be(network.Options);
        back.state_dict().Keys.Should().Equal(network.state_dict().Keys);
        foreach ((string name, Tensor tensor) in network.state_dict())
        {
            back.state_dict()[name].bytes.SequenceEqual(tensor.bytes).Should().BeTrue(name);
        }
    }

    [Fact]
    internal void FromFile_EveryOptionChanged_ComesBack()
    {
        GoogLeNetOptions options = GoogLeNetOptions.Cifar with
        {
            NumClasses = 7,
            InputChannels = 5,
            Dropout = 0.125,
            AuxiliaryHeads = true,
            AuxiliaryDropout = 0.25,
            Initialization = WeightInitialization.Normal,
            Branch5x5Kernel = GoogLeNetOptions.Cifar.Branch5x5Kernel == 5 ? 3 : 5,
        };
        using var network = new GoogLeNet(options);
        using var file = TemporaryFile.New();
        network.SaveWeights(file.Path);
        using GoogLeNet back = GoogLeNet.FromFile(file.Path);
        back.Options.Should().Be(options);
    }

    [Fact]
    internal void SaveWeights_OptionsInTheMetadata_NameEverySetting()
    {
        using var network = new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = 2 });
        using var file = TemporaryFile.New();
        network.SaveWeights(file.Path);

        IReadOnlyDictionary<string, string> metadata = StateDictFile.Inspect(file.Path).Metadata;

        metadata["format"].Should().Be("pt");
        metadata["googlenetsharp.options"].Should().Be(
            """{"Preset":"TorchVision","NumClasses":2,"InputChannels":3,"Dropout":0.2,"AuxiliaryHeads":true"""
            + ""","AuxiliaryDropout":0.7,"Initialization":"Normal","Branch5x5Kernel":3,"TransformInput":false}""");
        typeof(GoogLeNetOptions).GetProperties().Where(p => p.GetMethod!.IsStatic == false).Should()
            .OnlyContain(p => metadata["googlenetsharp.options"].Contains($"\"{p.Name}\":"));
    }

    [Fact]
    internal void FromFile_NoOptionsInTheFile_SaysWhatToDo()
    {
        Action reading = () => GoogLeNet.FromFile(Fixture.Path("zip.pth"));
        reading.Should().ThrowExactly<ArgumentException>().WithMessage(
            $"path: {Fixture.Path("zip.pth")} (PyTorchZip) does not say which GoogLeNet it holds; create the network with its options "
            + $"and call LoadWeights. (Parameter 'path')");
    }

    [Theory]
    [InlineData("""{"Preset":"TorchVision","NumClasses":2000000000}""",
        "the tensors are not those of the network it describes: *  fc.weight: Missing, expected Float32 [2000000000, 1024], found "
        + "nothing*")]
    [InlineData("""{"Preset":"TorchVision","InputChannels":2000000000}""",
        "the tensors are not those of the network it describes: *  conv1.conv.weight: Missing, expected Float32 [64, 2000000000, 7, 7], "
        + "found nothing*")]
    [InlineData("""{"Preset":"TorchVision","NumClasses":9000000000000000000}""", "no such network can be made: '*'")]
    internal void FromFile_OptionsThatCannotBe_Throws(string options, string cause)
    {
        using var file = TemporaryFile.New();
        Write(file, options);
        Action reading = () => GoogLeNet.FromFile(file.Path).Dispose();
        reading.Should().ThrowExactly<InvalidDataException>().WithMessage($"{file.Path}: metadata googlenetsharp.options: {cause}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Preset":3}""")]
    [InlineData("""{"Preset":"TorchVision","X":1}""")]
    [InlineData("""{"Preset":"3"}""")]
    [InlineData("""{"Preset":"TorchVision","Preset":"Cifar"}""")]
    [InlineData("""{"Preset":"TorchVision","NumClasses":-1}""")]
    [InlineData("""{"Preset":"TorchVision","NumClasses":1e300}""")]
    [InlineData("""{"Preset":"TorchVision","Dropout":[0.5]}""")]
    [InlineData("""{"Preset":"TorchVision","Branch5x5Kernel":7}""")]
    internal void FromFile_OptionsThatAreNone_Throws(string options)
    {
        using var file = TemporaryFile.New();
        Write(file, options);
        Action reading = () => GoogLeNet.FromFile(file.Path).Dispose();
        reading.Should().ThrowExactly<InvalidDataException>()
            .WithMessage($"{file.Path}: metadata googlenetsharp.options: '{options}' does not describe a GoogLeNet: '*'");
    }

    [Fact]
    internal void FromFile_TransformInputOfOtherChannels_Throws()
    {
        using var file = TemporaryFile.New();
        using var network = new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = 1, InputChannels = 1, AuxiliaryHeads = false });
        Write(file, """{"Preset":"TorchVision","NumClasses":1,"InputChannels":1,"AuxiliaryHeads":false,"TransformInput":true}""",
            network.state_dict());
        Refused(file, "'*' does not describe a GoogLeNet: 'options: TransformInput needs InputChannels 3, got 1. (Parameter 'options')'");
    }

    [Fact]
    internal void FromFile_TensorsOfAnotherNetwork_Throws()
    {
        using var file = TemporaryFile.New();
        using var network = new GoogLeNet(GoogLeNetOptions.Cifar);
        using Tensor other = ones(2);
        Dictionary<string, Tensor> tensors = network.state_dict();
        tensors.Add("w", other);
        Write(file, """{"Preset":"Cifar"}""", tensors);
        Refused(file, "the tensors are not those of the network it describes: *  w: Unexpected, expected nothing, found Float32 [2]*");
    }

    [Theory]
    [InlineData("w", 1024, "fc.weight: Missing, expected Float32 [20000, 1024], found nothing")]
    [InlineData("fc.weight", 512, "fc.weight: Misshaped, expected Float32 [20000, 1024], found Float32 [20000, 512]")]
    [InlineData("fc.weight", 1024, "fc.bias: Missing, expected Float32 [20000], found nothing")]
    internal void FromFile_ClassesWithoutTheirTensor_IsRefusedBeforeMemoryIsTaken(string name, long features, string cause)
    {
        using var file = TemporaryFile.New();
        using Tensor weight = zeros(20_000, features);
        Write(file, Giant, new() { [name] = weight });
        Refused(file, $"the tensors are not those of the network it describes: *  {cause}*");
    }

    [Fact]
    internal void FromFile_ClassesWithTheirTensorsAlone_IsRefusedBeforeMemoryIsTaken()
    {
        using var file = TemporaryFile.New();
        using Tensor weight = zeros(20_000, 1024), bias = zeros(20_000), first = zeros(64, 3, 3, 3);
        Write(file, Giant, new() { ["fc.weight"] = weight, ["fc.bias"] = bias, ["conv1.conv.weight"] = first });
        Refused(file, "the tensors are not those of the network it describes: *  inception3a.branch1.conv.weight: Missing, *");
    }

    private static void Write(TemporaryFile file, string options)
    {
        using Tensor tensor = ones(2);
        Write(file, options, new() { ["w"] = tensor });
    }

    private static void Write(TemporaryFile file, string options, Dictionary<string, Tensor> tensors) =>
        StateDictFile.Write(file.Path, tensors, new Dictionary<string, string> { ["googlenetsharp.options"] = options });

    private static void Refused(TemporaryFile file, string cause)
    {
        Action reading = () => GoogLeNet.FromFile(file.Path).Dispose();
        reading.Should().ThrowExactly<InvalidDataException>().WithMessage($"{file.Path}: metadata googlenetsharp.options: {cause}");
    }
}

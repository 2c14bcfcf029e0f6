using GoogLeNetSharp.Tests.Models;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Networks of every class saved and rebuilt from the file alone.</summary>
public sealed class NetworkWeightsExtensionsTests
{
    private static readonly VggOptions SmallVgg = new(new(4, 1), new(8, 2, Pool: false))
    {
        BatchNorm = true,
        NumClasses = 3,
        InputChannels = 2,
        PooledSize = 2,
        HiddenFeatures = 5,
        Dropout = 0.25,
    };

    private static readonly ResNetOptions SmallResNet = new(ResidualBlockForm.Bottleneck, 1, 2)
    {
        NumClasses = 3,
        InputChannels = 1,
        SmallImageStem = true,
    };

    [Fact]
    internal void FromFile_LeNet_ComesBack()
    {
        using var network = new LeNet(LeNetOptions.Default with { NumClasses = 4, InputChannels = 3, ImageSize = 32 });

        ComesBack(network, """{"NumClasses":4,"InputChannels":3,"ImageSize":32}""").Options.Should().Be(network.Options);
    }

    [Fact]
    internal void FromFile_Vgg_ComesBack()
    {
        using var network = new Vgg(SmallVgg);

        var back =
            ComesBack(network,
                """{"Configuration":[{"Channels":4,"Convolutions":1,"Pool":true},"""
                + """{"Channels":8,"Convolutions":2,"Pool":false}],"BatchNorm":true,"NumClasses":3,"""
            + """ "InputChannels":2,"PooledSize":2,"HiddenFeatures":5,"Dropout":0.25}""".TrimStart());

        back.Options.Should().BeEquivalentTo(network.Options);
    }

    [Fact]
    internal void FromFile_ResNet_ComesBack()
    {
        using var network = new ResNet(SmallResNet);

        var back =
            ComesBack(network, """{"BlockForm":"Bottleneck","Depths":[1,2],"NumClasses":3,"InputChannels":1,"SmallImageStem":true}""");

        back.Options.Should().BeEquivalentTo(network.Options);
    }

    [Fact]
    internal void FromFile_OwnNetwork_ComesBack()
    {
        using var network = new OwnNetwork(width: 5, numClasses: 2);

        ComesBack(network, """{"width":5,"classes":2}""").Width.Should().Be(5);
    }

    [Fact]
    internal void FromFile_ResetClassifier_ComesBackWithTheNewClasses()
    {
        using var network = new Vgg(SmallVgg);
        network.ResetClassifier(7);
        using var file = TemporaryFile.New();
        network.SaveWeights(file.Path);

        using var back = Vgg.FromFile(file.Path);

        back.NumClasses.Should().Be(7);
        back.Classifier.weight!.shape.Should().Equal(7, 5);
    }

    [Fact]
    internal void FromFile_AnotherClass_NamesBoth()
    {
        using var file = TemporaryFile.New();
        using (var network = new LeNet()) network.SaveWeights(file.Path);

        var reading = () => ResNet.FromFile(file.Path);

        reading.Should().ThrowExactly<ArgumentException>()
            .WithMessage($"path: {file.Path} holds a LeNet, not a ResNet. (Parameter 'path')");
    }

    [Theory]
    [InlineData("Vgg", """{"Configuration":[{"Channels":64,"Convolutions":1000000000,"Pool":true}]}""",
        "a description has at most 1000 layers.")]
    [InlineData("Vgg", """{"Configuration":[]}""", "Configuration: must have one stage or more, got none. (Parameter 'Configuration')")]
    [InlineData("Vgg", """{"NumClasses":10}""", "The given key was not present in the dictionary.")]
    [InlineData("ResNet", """{"BlockForm":"Basic","Depths":[2000000000,2000000000]}""", "a description has at most 1000 layers.")]
    [InlineData("ResNet", """{"BlockForm":"Wide","Depths":[1]}""", "ResidualBlockForm is one of Basic, Bottleneck.")]
    [InlineData("LeNet", """{"ImageSize":64}""", "ImageSize: must be 28 or 32. (Parameter 'ImageSize')*")]
    [InlineData("LeNet", """{"Width":1}""", "the setting 'Width' is unknown")]
    internal void FromFile_DescriptionThatIsNone_Throws(string network, string description, string cause)
    {
        using var file = TemporaryFile.New();
        using var tensor = ones(2);
        StateDictFile.Write(file.Path, [new("w", tensor)],
            new Dictionary<string, string> { ["googlenetsharp.network"] = network, ["googlenetsharp.options"] = description });

        Action reading = network switch
        {
            "Vgg" => () => Vgg.FromFile(file.Path).Dispose(),
            "ResNet" => () => ResNet.FromFile(file.Path).Dispose(),
            _ => () => LeNet.FromFile(file.Path).Dispose(),
        };

        reading.Should().ThrowExactly<InvalidDataException>()
            .WithMessage($"{file.Path}: metadata googlenetsharp.options: '*' does not describe a {network}: '{cause}'");
    }

    [Theory]
    [InlineData("""{"BlockForm":"Basic","Depths":[1],"NumClasses":1000000000000}""",
        "fc.weight: Missing, expected Float32 [1000000000000, 64], found nothing")]
    [InlineData("""{"BlockForm":"Basic","Depths":[1],"InputChannels":1000000000000}""",
        "conv1.weight: Missing, expected Float32 [64, 1000000000000, 7, 7], found nothing")]
    internal void FromFile_MoreThanMemoryHolds_IsRefusedByTheHeader(string description, string cause)
    {
        using var file = TemporaryFile.New();
        using var tensor = ones(2);
        StateDictFile.Write(file.Path, [new("w", tensor)],
            new Dictionary<string, string> { ["googlenetsharp.network"] = "ResNet", ["googlenetsharp.options"] = description });

        var reading = () => ResNet.FromFile(file.Path);

        reading.Should().ThrowExactly<InvalidDataException>()
            .WithMessage($"*the tensors are not those of the network it describes: *  {cause}*");
    }

    private static TNetwork ComesBack<TNetwork>(TNetwork network, string description)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork>
    {
        using var file = TemporaryFile.New();
        network.SaveWeights(file.Path);

        var back = NetworkWeightsExtensions.FromFile<TNetwork>(file.Path);

        var metadata = StateDictFile.Inspect(file.Path).Metadata;
        metadata["googlenetsharp.network"].Should().Be(typeof(TNetwork).Name);
        metadata["googlenetsharp.options"].Should().Be(description);
        back.state_dict().Keys.Should().Equal(network.state_dict().Keys);
        foreach (var (name, tensor) in network.state_dict())
        {
            back.state_dict()[name].bytes.SequenceEqual(tensor.bytes).Should().BeTrue(name);
        }
        back.training.Should().BeTrue();
        return back;
    }
}

using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Each way in which file and module may differ when the options say so.</summary>
public sealed class LoadWeightsOptionsTests
{
    [Fact]
    internal void KeyFilter_LeavesKeysAloneOnBothSides()
    {
        using var network = SmallNetwork.New(classes: 5);
        byte[] before = network.state_dict()["3.weight"].bytes.ToArray();

        LoadWeightsReport report = network.LoadWeights(
            Fixture.Path("network.pth"), new LoadWeightsOptions { KeyFilter = name => !name.StartsWith("3.", StringComparison.Ordinal) });

        report.LeftOut.Should().Equal("3.weight", "3.bias");
        report.Loaded.Should().HaveCount(7);
        network.state_dict()["3.weight"].bytes.ToArray().Should().Equal(before);
    }

    [Fact]
    internal void RenameKey_MapsNamesOfTheFile()
    {
        using var network = nn.Sequential(("stem", nn.Conv2d(3, 2, 1)), ("bn", nn.BatchNorm2d(2)), ("head", nn.Linear(8, 3)));
        string[] names = ["stem", "bn", "", "head"];
        LoadWeightsReport report = network.LoadWeights(
            Fixture.Path("network.pth"), new LoadWeightsOptions { RenameKey = name => names[name[0] - '0'] + name[1..] });
        report.Loaded.Should().HaveCount(9);
    }

    [Fact]
    internal void RenameKey_TwoKeysToOneName_Throws()
    {
        using var network = SmallNetwork.New();
        Action loading = () => network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { RenameKey = _ => "x" });
        loading.Should().ThrowExactly<ArgumentException>()
            .WithMessage("options: RenameKey makes 'x' of both '0.weight' and '0.bias'. (Parameter 'options')");
    }

    [Theory]
    [InlineData(ClassifierLoading.Skip, 5)]
    [InlineData(ClassifierLoading.Skip, 3)]
    [InlineData(ClassifierLoading.LoadIfSameClasses, 5)]
    internal void Classifier_LeftOut_StaysAsItWas(ClassifierLoading classifier, long classes)
    {
        using var network = SmallNetwork.New(classes: classes);
        byte[] before = network.state_dict()["3.weight"].bytes.ToArray();
        LoadWeightsReport report = network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { Classifier = classifier });
        report.LeftOut.Should().Equal("3.weight", "3.bias");
        network.state_dict()["3.weight"].bytes.ToArray().Should().Equal(before);
    }

    [Fact]
    internal void Classifier_LoadIfSameClasses_LoadsTheSame()
    {
        using var network = SmallNetwork.New();
        LoadWeightsReport report = network.LoadWeights(
            Fixture.Path("network.pth"), new LoadWeightsOptions { Classifier = ClassifierLoading.LoadIfSameClasses });
        report.LeftOut.Should().BeEmpty();
        report.Loaded.Should().Contain("3.weight");
    }

    [Fact]
    internal void Classifier_LoadIfSameClassesAndAWeightOfOthers_LeavesTheBiasToo()
    {
        using var network = SmallNetwork.New();
        using var file = TemporaryFile.New();
        var state = network.state_dict();
        using var rows = zeros(9, state["3.weight"].shape[1]);
        StateDictFile.Write(file.Path, state.Select(entry => entry.Key == "3.weight" ? new(entry.Key, rows) : entry));

        LoadWeightsReport report = network.LoadWeights(file.Path,
            new LoadWeightsOptions { Classifier = ClassifierLoading.LoadIfSameClasses });

        report.LeftOut.Should().Equal("3.weight", "3.bias");
    }

    [Fact]
    internal void AdaptInputChannels_ToOne_SumsTheWeights()
    {
        using var network = SmallNetwork.New(inputChannels: 1);
        LoadWeightsReport report = network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { AdaptInputChannels = true });
        report.Adapted.Should().Equal(new WeightNote("0.weight", "3 input channels to 1: summed"));

        double[] file = Fixture.Expected("network.pth")[0].Values;
        float[] weights = network.state_dict()["0.weight"].data<float>().ToArray();
        weights.Should().HaveCount(2);
        weights[0].Should().BeApproximately((float)(file[0] + file[1] + file[2]), 1e-6f);
        weights[1].Should().BeApproximately((float)(file[3] + file[4] + file[5]), 1e-6f);
    }

    [Fact]
    internal void AdaptInputChannels_ToSix_GivesTheSameOutputForRepeatedChannels()
    {
        using var wide = SmallNetwork.New(inputChannels: 6);
        using var narrow = SmallNetwork.New();
        LoadWeightsReport report = wide.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { AdaptInputChannels = true });
        report.Adapted.Should().Equal(new WeightNote("0.weight", "3 input channels to 6: repeated and scaled by 3/6"));
        narrow.LoadWeights(Fixture.Path("network.pth"));
        wide.eval();
        narrow.eval();
        using (no_grad())
        using (Tensor image = rand(2, 3, 2, 2))
        using (Tensor twice = cat([image, image], 1))
        using (Tensor expected = narrow.call(image))
        using (Tensor output = wide.call(twice))
        {
            allclose(output, expected, 1e-5, 1e-5).Should().BeTrue();
        }
    }

    [Fact]
    internal void Options_ModuleThatIsOneLayer_ApplyToIt()
    {
        using var convolution = nn.Conv2d(1, 2, 1);
        convolution.LoadWeights(Fixture.Path("network.pth"), Options("0.") with { AdaptInputChannels = true })
            .Adapted.Should().Equal(new WeightNote("weight", "3 input channels to 1: summed"));

        using var linear = nn.Linear(8, 5);
        linear.LoadWeights(Fixture.Path("network.pth"), Options("3.") with { Classifier = ClassifierLoading.Skip }).LeftOut.Should()
            .Equal("weight", "bias");

        static LoadWeightsOptions Options(string layer) => new()
        {
            Strict = false,
            RenameKey = name => name.StartsWith(layer, StringComparison.Ordinal) ? name[layer.Length..] : name,
        };
    }

    [Fact]
    internal void AdaptInputChannels_NotAskedFor_Throws()
    {
        using var network = SmallNetwork.New(inputChannels: 1);
        Action loading = () => network.LoadWeights(Fixture.Path("network.pth"));
        loading.Should().ThrowExactly<WeightsMismatchException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void OptionalAuxiliaryHeads_HeadsOnOneSide_AreLeftOut(bool headsInFile)
    {
        GoogLeNetOptions small = GoogLeNetOptions.TorchVision with { NumClasses = 2 };
        using var source = new GoogLeNet(small with { AuxiliaryHeads = headsInFile });
        using var target = new GoogLeNet(small with { AuxiliaryHeads = !headsInFile });
        using var file = TemporaryFile.New();
        source.SaveWeights(file.Path);

        Action strictly = () => target.LoadWeights(file.Path);
        strictly.Should().ThrowExactly<WeightsMismatchException>().Which.Mismatches.Should()
            .OnlyContain(m => m.Name.StartsWith("aux", StringComparison.Ordinal));

        LoadWeightsReport report = target.LoadWeights(file.Path, new LoadWeightsOptions { OptionalAuxiliaryHeads = true });
        report.LeftOut.Should().HaveCount(20).And.OnlyContain(name => name.StartsWith("aux", StringComparison.Ordinal));
        report.Loaded.Should().Equal((headsInFile ? target : source).state_dict().Keys);
    }

    [Fact]
    internal void Classifier_SkippedInGoogLeNet_IsTheLastLayerOfEveryHead()
    {
        using var source = new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = 2 });
        using var target = new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = 7 });
        using var file = TemporaryFile.New();
        source.SaveWeights(file.Path);
        LoadWeightsReport report = target.LoadWeights(file.Path, new LoadWeightsOptions { Classifier = ClassifierLoading.Skip });
        report.LeftOut.Should().Equal("aux1.fc2.weight", "aux1.fc2.bias", "aux2.fc2.weight", "aux2.fc2.bias", "fc.weight", "fc.bias");
    }

    [Fact]
    internal void Report_AsText_HasALinePerKeyThatIsNotSimplyLoaded()
    {
        using var network = SmallNetwork.New(inputChannels: 1, classes: 5);
        LoadWeightsReport report = network.LoadWeights(
            Fixture.Path("network.pth"), new LoadWeightsOptions { AdaptInputChannels = true, Classifier = ClassifierLoading.Skip });
        report.ToString().Should().Be(
            $"{Fixture.Path("network.pth")} (PyTorchZip): 7 loaded, 0 zeroed, 2 left out, 0 missing, 0 unexpected\n"
            + "  adapted 0.weight: 3 input channels to 1: summed\n"
            + "  left out 3.weight\n"
            + "  left out 3.bias");
    }
}

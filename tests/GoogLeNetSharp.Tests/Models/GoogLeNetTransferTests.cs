using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>Other classifiers, frozen stages, features.</summary>
public sealed class GoogLeNetTransferTests
{
    private static readonly GoogLeNetOptions Small = GoogLeNetOptions.Cifar with { AuxiliaryHeads = true };

    [Fact]
    internal void ResetClassifier_NetworkWithHeads_ReplacesAllThreeLastLayers()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);
        model.eval();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        model.ResetClassifier(4);

        using var output = model.ForwardWithAuxiliary(randn(2, 3, 32, 32));
        new[] { output.Logits, output.Aux1, output.Aux2 }.Should().AllSatisfy(logits => logits.shape.Should().Equal(2, 4));
        model.Options.NumClasses.Should().Be(4);
        var after = model.state_dict();
        after.Keys.Should().Equal(before.Keys);
        foreach (var (name, value) in before)
        {
            if (name is "fc.weight" or "fc.bias" or "aux1.fc2.weight" or "aux1.fc2.bias" or "aux2.fc2.weight" or "aux2.fc2.bias")
            {
                after[name].shape[0].Should().Be(4);
            }
            else
            {
                after[name].equal(value).all().item<bool>().Should().BeTrue("{0} stays", name);
            }
        }
    }

    [Fact]
    internal void ResetClassifier_DefaultNetwork_ReplacesFc2Alone()
    {
        using var model = new GoogLeNet();

        model.ResetClassifier(7);

        model.state_dict()["fc1.weight"].shape.Should().Equal(1000, 1024);
        model.state_dict()["fc2.weight"].shape.Should().Equal(7, 1000);
        model.StageShapes(3, 224, 224)[^1].Shape.Should().Equal(new[] { 7L }, "the shapes follow the new layer");
    }

    [Fact]
    internal void ResetClassifier_ZeroClasses_Throws()
    {
        using var model = new GoogLeNet(Small);

        model.Invoking(m => m.ResetClassifier(0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("numClasses: must be 1 or more. (Parameter 'numClasses')*");
    }

    [Fact]
    internal void Freeze_UpToAStage_StopsItsGradientsAndStatisticsInTrainMode()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small with { Dropout = 0 });
        model.Freeze(upTo: "inception4e");
        model.train();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        model.call(randn(4, 3, 32, 32)).sum().backward();

        foreach (var (name, parameter) in model.named_parameters())
        {
            var frozen = IsFrozen(name);
            parameter.requires_grad.Should().Be(!frozen, "that is so for {0}", name);
            if (frozen) (parameter.grad is null).Should().BeTrue("{0} is frozen", name);
        }

        foreach (var (name, value) in model.state_dict()
            .Where(entry => entry.Key.Contains("running", StringComparison.Ordinal)
                && !entry.Key.StartsWith("aux", StringComparison.Ordinal)))
        {
            value.equal(before[name]).all().item<bool>().Should().Be(IsFrozen(name), "{0} moves only where it is not frozen", name);
        }

        static bool IsFrozen(string name) =>
            name.StartsWith("conv", StringComparison.Ordinal) || name.StartsWith("inception3", StringComparison.Ordinal)
                || name.StartsWith("inception4", StringComparison.Ordinal);
    }

    [Fact]
    internal void Freeze_InMidTraining_StopsTheWeightsThatAnOptimizerHolds()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small with { Dropout = 0 });
        using var optimizer = optim.SGD(model.parameters(), learningRate: 0.1, momentum: 0.9, weight_decay: 1e-2);
        Step();
        model.Freeze(upTo: "inception3b");
        var before = model.state_dict()["conv1.conv.weight"].clone();
        var after = model.state_dict()["fc.weight"].clone();

        Step();

        model.state_dict()["conv1.conv.weight"].equal(before).all().item<bool>().Should().BeTrue();
        model.state_dict()["fc.weight"].equal(after).all().item<bool>().Should().BeFalse();

        void Step()
        {
            model.call(randn(2, 3, 32, 32)).sum().backward();
            optimizer.step();
        }
    }

    [Fact]
    internal void ResetClassifier_AfterFreezingAll_LeavesTheNewLayerTrainable()
    {
        using var model = new GoogLeNet(Small);
        model.Freeze(upTo: "fc");

        model.ResetClassifier(3);
        model.Freeze(upTo: "conv1");

        model.Classifier.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
        model.state_dict()["inception5b.branch1.conv.weight"].requires_grad.Should().BeFalse();
    }

    [Fact]
    internal void Unfreeze_FrozenNetwork_TrainsAllOfItAgain()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);
        model.Freeze("inception5b");
        model.Unfreeze();
        var before = model.state_dict()["conv1.bn.running_mean"].clone();

        model.call(randn(4, 3, 32, 32)).sum().backward();

        model.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
        model.state_dict()["conv1.bn.running_mean"].equal(before).all().item<bool>().Should().BeFalse();
    }

    [Fact]
    internal void Freeze_UnknownStage_ListsTheValidOnes()
    {
        using var model = new GoogLeNet(Small with { Dropout = 0 });

        model.Invoking(m => m.Freeze("inception9")).Should().Throw<ArgumentException>().WithMessage(
            "upTo: there is no stage \"inception9\"; expected one of conv1, conv2, conv3, maxpool1, inception3a, inception3b, maxpool2, "
            + "inception4a, inception4b, inception4c, inception4d, inception4e, maxpool3, inception5a, inception5b, avgpool, fc. "
            + "(Parameter 'upTo')");
    }

    [Theory]
    [InlineData(GoogLeNetPreset.Default)]
    [InlineData(GoogLeNetPreset.Paper)]
    [InlineData(GoogLeNetPreset.TorchVision)]
    internal void ForwardHead_OfForwardFeatures_IsCall(GoogLeNetPreset preset)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));
        model.eval();
        var image = randn(3, 224, 224);

        var features = model.ForwardFeatures(image);

        features.shape.Should().Equal(1024, 7, 7);
        model.ForwardHead(features).allclose(model.call(image)).Should().BeTrue();
        model.ForwardHead(features.unsqueeze(0)).shape.Should().Equal(1, 1000);
    }

    [Fact]
    internal void ForwardHead_WrongMap_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet();

        model.Invoking(m => m.ForwardHead(randn(832, 7, 7))).Should().Throw<ArgumentException>().WithMessage(
            "features: expected 1024 channels (N x 1024 x H x W or 1024 x H x W), got 832 in shape [832, 7, 7], in stage inception5_pool "
            + "of GoogLeNet. (Parameter 'features')");
        model.Invoking(m => m.ForwardHead(randn(1024, 8, 8))).Should().Throw<ArgumentException>().WithMessage(
            "features: expected an image of at least 7 x 7 and at most 7 x 7 (H x W), got 8 x 8 in shape [1024, 8, 8], in stage "
            + "inception5_pool of GoogLeNet. (Parameter 'features')");
    }

    [Fact]
    internal void ForwardStages_TwoNames_ReturnsThoseInTheNetworksOrder()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);

        var outputs = model.ForwardStages(randn(2, 3, 32, 32), "inception4e", "inception3b", "inception4e");

        outputs.Keys.Should().Equal("inception3b", "inception4e");
        outputs["inception3b"].shape.Should().Equal(2, 480, 16, 16);
        outputs["inception4e"].shape.Should().Equal(2, 832, 8, 8);
        model.ForwardStages(randn(3, 32, 32), "fc")["fc"].shape.Should().Equal(10);
    }

    [Fact]
    internal void ForwardStages_UnknownOrNoNames_ListsTheValidOnes()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small with { Dropout = 0 });
        var image = randn(3, 32, 32);
        const string Valid =
            "conv1, conv2, conv3, maxpool1, inception3a, inception3b, maxpool2, inception4a, inception4b, inception4c, inception4d, "
            + "inception4e, maxpool3, inception5a, inception5b, avgpool, fc";

        model.Invoking(m => m.ForwardStages(image, "fc", "fc9")).Should().Throw<ArgumentException>().WithMessage(
            $"names: there is no stage \"fc9\"; expected one of {Valid}. (Parameter 'names')");
        model.Invoking(m => m.ForwardStages(image)).Should().Throw<ArgumentException>()
            .WithMessage($"names: expected one or more of {Valid}. (Parameter 'names')");
    }

    [Fact]
    internal void ForwardWithAuxiliary_WithoutHeads_SaysHowToGetThem()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet();

        model.Invoking(m => m.ForwardWithAuxiliary(randn(3, 224, 224))).Should().Throw<InvalidOperationException>().WithMessage(
            "This GoogLeNet (Default) has no auxiliary heads: create it with AuxiliaryHeads = true, or use call for the logits.");
    }

    [Fact]
    internal void ForwardWithAuxiliary_AnImageTheHeadsDoNotTake_NamesTheSizes()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(GoogLeNetOptions.Default with { AuxiliaryHeads = true });
        var image = randn(3, 195, 195);

        model.call(image).shape.Should().Equal(1000);
        model.Invoking(m => m.ForwardWithAuxiliary(image)).Should().Throw<ArgumentException>().WithMessage(
            "input: expected an image of at least 209 x 209 and at most 224 x 224 (H x W), got 195 x 195 in shape [3, 195, 195], in head "
            + "aux1 of GoogLeNet. (Parameter 'input')");
    }

    [Fact]
    internal void ForwardWithAuxiliary_UnbatchedImageInEvalMode_ReturnsVectors()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);
        model.eval();

        using var output = model.ForwardWithAuxiliary(randn(3, 32, 32));

        new[] { output.Logits, output.Aux1, output.Aux2 }.Should().AllSatisfy(logits => logits.shape.Should().Equal(10));
    }
}

using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>LeNet, VGG and ResNet with another classifier, frozen stages, features, compiled and exported.</summary>
public sealed class SiblingTransferTests
{
    /// <summary>The networks, with the last frozen stage, a parameter of it and one behind it.</summary>
    public static TheoryData<string, string, string, string> Frozen => new()
    {
        { "LeNet", "pool1", "conv1.weight", "conv2.weight" },
        { "Vgg", "conv2_1", "features.5.weight", "features.7.weight" },
        { "ResNet", "layer1", "layer1.0.downsample.1.weight", "layer2.0.conv1.weight" },
    };

    /// <summary>The networks, with the shape of the last map of one image.</summary>
    public static TheoryData<string, long[]> LastMaps => new()
    {
        { "LeNet", [16, 5, 5] },
        { "Vgg", [16, 16, 16] },
        { "ResNet", [512, 16, 16] },
    };

    /// <summary>The networks.</summary>
    public static TheoryData<string> Names => ["LeNet", "Vgg", "ResNet"];

    [Theory]
    [MemberData(nameof(LastMaps))]
    internal void ResetClassifier_OtherClasses_ChangesTheLastLayerAlone(string name, long[] lastMap)
    {
        using var model = Make(name);
        model.eval();
        var network = (IClassifierNetwork)model;
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var old = network.Classifier;
        using var image = Image(model);
        using (model.call(image)) { }

        Reset(model, 7);

        var after = model.state_dict();
        after.Keys.Should().Equal(before.Keys, "names and order stay");
        after.SkipLast(2).Should().OnlyContain(entry => entry.Value.equal(before[entry.Key]).all().item<bool>());
        after.TakeLast(2).Select(entry => entry.Value.shape[0]).Should().Equal(7, 7);
        network.Classifier.weight!.shape.Should().Equal(7, old.in_features);
        network.NumClasses.Should().Be(7);
        old.weight!.IsInvalid.Should().BeTrue("the old layer is freed");
        using var logits = model.call(image);
        logits.shape.Should().Equal(2, 7);
        using var features = Features(model, image);
        features.shape[1..].Should().Equal(lastMap);
    }

    [Theory]
    [MemberData(nameof(Names))]
    internal void ResetClassifier_NoClasses_IsRefusedAndChangesNothing(string name)
    {
        using var model = Make(name);

        var reset = () => Reset(model, 0);

        reset.Should().ThrowExactly<ArgumentOutOfRangeException>().WithMessage("numClasses: must be 1 or more. (Parameter 'numClasses')*");
        ((IClassifierNetwork)model).Classifier.weight!.shape[0].Should().Be(10);
    }

    [Fact]
    internal void ResetClassifier_Disposed_Throws()
    {
        var model = new LeNet();
        model.Dispose();

        var reset = () => model.ResetClassifier(2);

        reset.Should().ThrowExactly<ObjectDisposedException>();
    }

    [Fact]
    internal void ResetClassifier_OtherTypeAndMode_AreKept()
    {
        using var model = new ResNet(Tiny, dtype: ScalarType.Float64);
        model.eval();

        model.ResetClassifier(2);

        model.Classifier.weight!.dtype.Should().Be(ScalarType.Float64);
        model.Classifier.training.Should().BeFalse();
        model.Options.NumClasses.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Frozen))]
    internal void Freeze_Stage_StopsItsGradientsAndStatistics(string name, string stage, string frozen, string free)
    {
        using var model = Make(name);
        using var image = Image(model);
        var statistics = model.named_buffers().Where(entry => entry.name.EndsWith("running_mean", StringComparison.Ordinal))
            .ToDictionary(entry => entry.name, entry => entry.buffer.clone());

        model.Freeze(stage);
        model.train();
        using (var logits = model.call(image))
        using (var loss = logits.square().mean()) loss.backward();

        model.get_parameter(frozen)!.requires_grad.Should().BeFalse();
        model.get_parameter(free)!.grad.Should().NotBeNull();
        model.get_parameter(frozen)!.grad.Should().BeNull();
        var moved = model.named_buffers().Where(entry => statistics.ContainsKey(entry.name))
            .ToDictionary(entry => entry.name, entry => !entry.buffer.equal(statistics[entry.name]).all().item<bool>());
        var layerOfFrozen = frozen[..frozen.LastIndexOf('.')];
        moved.GetValueOrDefault($"{layerOfFrozen}.running_mean").Should().BeFalse("statistics of frozen stages stand still");
        if (name != "LeNet") moved.Values.Should().Contain(true).And.Contain(false);

        model.Unfreeze();
        model.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
    }

    [Fact]
    internal void Freeze_UnknownStage_ListsTheStages()
    {
        using var model = new ResNet(Tiny);

        var freeze = () => model.Freeze("layer9");

        freeze.Should().ThrowExactly<ArgumentException>().WithMessage(
            "upTo: there is no stage \"layer9\"; expected one of conv1, layer1, layer2, avgpool, fc. (Parameter 'upTo')");
    }

    [Theory]
    [MemberData(nameof(LastMaps))]
    internal void ForwardFeatures_ThenForwardHead_IsCall(string name, long[] lastMap)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var model = Make(name);
        FormulaWeights.Fill(model);
        model.eval();
        var image = Image(model);

        var features = Features(model, image);
        var single = Features(model, image[0]);

        features.shape.Should().Equal([2, .. lastMap]);
        single.shape.Should().Equal(lastMap);
        Exported.ShouldBeClose(Head(model, features), model.call(image), tolerance: 1e-6);
    }

    [Theory]
    [MemberData(nameof(LastMaps))]
    internal void ForwardStages_EveryStage_HasTheShapeOfTheArithmetic(string name, long[] lastMap)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var model = Make(name);
        var image = Image(model);

        var shapes = model.StageShapes(image.shape);
        var outputs = model.ForwardStages(image, [.. shapes.Select(stage => stage.Name)]);

        outputs.Select(stage => (stage.Key, Shape: string.Join(" x ", stage.Value.shape)))
            .Should().Equal(shapes.Select(stage => (stage.Name, string.Join(" x ", stage.Shape))));
        shapes.Select(stage => string.Join(" x ", stage.Shape)).Should().Contain($"2 x {string.Join(" x ", lastMap)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    internal void Compile_AfterResetClassifier_AgreesWithTheNetwork(string name)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var model = Make(name);
        using (model.Compile()) { }
        Reset(model, 5);
        FormulaWeights.Fill(model);
        model.eval();
        var image = Image(model);

        using var compiled = model.Compile();

        Exported.ShouldBeClose(compiled.Predict(image), model.call(image));
        compiled.Predict(image).shape.Should().Equal(2, 5);
    }

    [Fact]
    internal void Export_VggAndResNetForCifar_AgreeAtTwoBatchSizes()
    {
        using var vgg = new Vgg(new(new(8, 2), new(16, 1), new(16, 1), new(16, 1, Pool: false))
        {
            BatchNorm = true,
            PooledSize = 1,
            HiddenFeatures = 12,
        });
        using var resNet = new ResNet(new ResNetOptions(ResidualBlockForm.Basic, 2, 1, 1) { SmallImageStem = true, NumClasses = 10 });

        foreach (nn.Module<Tensor, Tensor> model in new Block[] { vgg, resNet })
            Exported.ShouldAgree(model, new OnnxExportOptions(), [1, 3, 32, 32], [3, 3, 32, 32]);
    }

    private static ResNetOptions Tiny => new(ResidualBlockForm.Bottleneck, 1, 1) { NumClasses = 10, SmallImageStem = true };

    private static Block Make(string network) => network switch
    {
        "LeNet" => new LeNet(),
        "Vgg" => new Vgg(new VggOptions(new(8, 1), new(16, 2, Pool: false))
        {
            NumClasses = 10,
            PooledSize = 2,
            HiddenFeatures = 16,
            BatchNorm = true,
        }),
        _ => new ResNet(Tiny),
    };

    private static Tensor Image(Block model)
    {
        var network = (IClassifierNetwork)model;
        return FormulaWeights.Image([2, network.InputChannels, network.ImageSize, network.ImageSize]);
    }

    private static void Reset(dynamic model, long numClasses) => model.ResetClassifier(numClasses);

    private static Tensor Features(dynamic model, Tensor image) => model.ForwardFeatures(image);

    private static Tensor Head(dynamic model, Tensor features) => model.ForwardHead(features);
}

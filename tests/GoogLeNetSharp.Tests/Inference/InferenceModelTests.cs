using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Compiled models against the models they come from, in float32.</summary>
public sealed class InferenceModelTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(GoogLeNetPreset.Default, 2, 224, 224)]
    [InlineData(GoogLeNetPreset.Paper, 2, 224, 224)]
    [InlineData(GoogLeNetPreset.TorchVision, 3, 96, 160)]
    [InlineData(GoogLeNetPreset.Cifar, 4, 32, 32)]
    internal void Predict_Preset_EqualsTheModel(GoogLeNetPreset preset, long batch, long height, long width)
    {
        using var model = Filled(new GoogLeNet(GoogLeNetOptions.ForPreset(preset) with { AuxiliaryHeads = false }));

        ShouldEqualModel(model, new InferenceOptions(), batch, 3, height, width);
    }

    [Fact]
    internal void Predict_TransformInput_EqualsTheModel()
    {
        using var model = Filled(new GoogLeNet(GoogLeNetOptions.TorchVision with { TransformInput = true, NumClasses = 7 }));

        ShouldEqualModel(model, new InferenceOptions(), 2, 3, 64, 64);
    }

    [Fact]
    internal void Predict_SequentialOfEveryLayer_EqualsTheModel()
    {
        using var network = Filled(nn.Sequential(
            ("norm", nn.BatchNorm2d(4)),
            ("relu", nn.ReLU()),
            ("grouped", nn.Conv2d(4, 12, (3, 5), stride: (1, 2), padding: (1, 2), groups: 2)),
            ("lrn", nn.LocalResponseNorm(3, alpha: 0.5)),
            ("max", nn.MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true)),
            ("dilated", nn.Conv2d(12, 10, 3, padding: 2, dilation: 2, bias: false)),
            ("bn", nn.BatchNorm2d(10, affine: false)),
            ("same", nn.Conv2d(10, 8, 3, padding: Padding.Same)),
            ("avg", nn.AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false)),
            ("mixed", new InceptionNaive(8, 3, 4, 5)),
            ("inception", new InceptionModule(20, new InceptionWidths(4, 3, 5, 2, 6, 7), batchNorm: new(0.001))),
            ("adaptive", nn.AdaptiveAvgPool2d((2, 3))),
            ("dropout", nn.Dropout(0.5)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(22 * 6, 9))));

        ShouldEqualModel(network, new InferenceOptions(), 3, 4, 21, 30);
    }

    [Theory]
    [InlineData("ConvBlock")]
    [InlineData("InceptionNaive")]
    [InlineData("AuxiliaryClassifier")]
    internal void Predict_BlockAlone_EqualsTheBlock(string block)
    {
        using nn.Module<Tensor, Tensor> module = block switch
        {
            "ConvBlock" => new ConvBlock(8, 5, kernelSize: 3, stride: 2, batchNorm: new(0.1)),
            "InceptionNaive" => new InceptionNaive(8, 2, 3, 4),
            _ => new AuxiliaryClassifier(8, 5),
        };
        Filled(module);

        ShouldEqualModel(module, new InferenceOptions(), 2, 8, 14, 14);
    }

    [Fact]
    internal void Predict_FirstLayerLinear_TakesFeatures()
    {
        using var network = Filled(nn.Sequential(("relu", nn.ReLU()), ("fc", nn.Linear(6, 4))));
        using var fast = network.Compile();
        using var features = FormulaWeights.Values("features", [5, 6], -1, 1);
        using var one = features[0];

        using var expected = network.call(features);
        using var actual = fast.Predict(features);
        using var actualOne = fast.Predict(one);

        Difference(expected, actual).Should().BeLessThan(1e-6);
        actualOne.shape.Should().Equal(4);
        FluentActions.Invoking(() => fast.Predict(ones(5, 7))).Should().Throw<ArgumentException>()
            .WithMessage("input: expected N x 6 or 6, got shape [5, 7], in InferenceModel.*");
    }

    [Fact]
    internal void Predict_OneImage_IsTheRowOfItsBatch()
    {
        using var model = Small();
        using var fast = model.Compile();
        using var batch = FormulaWeights.Image(2, 3, 32, 32);
        using var second = batch[1];

        using var logits = fast.Predict(batch);
        using var row = logits[1];
        using var one = fast.Predict(second);

        one.shape.Should().Equal(10);
        Difference(row, one).Should().BeLessThan(Tolerance);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float64)]
    internal void Predict_OtherFloatingType_ReturnsFloat32(ScalarType type)
    {
        using var model = Small();
        using var fast = model.Compile();
        using var image = FormulaWeights.Image(2, 3, 32, 32);
        using var converted = image.to(type);
        using var rounded = converted.to(float32);

        using var expected = model.call(rounded);
        using var actual = fast.Predict(converted);

        actual.dtype.Should().Be(ScalarType.Float32);
        Difference(expected, actual).Should().BeLessThan(Tolerance);
    }

    [Fact]
    internal void Predict_BatchAboveChunkSize_IsComputedInPieces()
    {
        using var model = Small();
        using var fast = model.Compile(new InferenceOptions { ChunkSize = 3 });
        using var batch = FormulaWeights.Image(8, 3, 32, 32);

        using var expected = model.call(batch);
        using var actual = fast.Predict(batch);

        actual.shape.Should().Equal(8, 10);
        Difference(expected, actual).Should().BeLessThan(Tolerance);
    }

    [Fact]
    internal void Predict_MoreShapesThanAreKept_StaysRight()
    {
        using var network =
            Filled(nn.Sequential(("conv", nn.Conv2d(2, 20, 3, padding: 1)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten())));
        using var fast = network.Compile();
        for (var size = 3; size < 45; size++)
        {
            using var image = FormulaWeights.Image(1, 2, size, size + 1);
            using var expected = network.call(image);
            using var actual = fast.Predict(image);
            Difference(expected, actual).Should().BeLessThan(1e-5);
        }
    }

    [Fact]
    internal void Predict_AfterTheModelIsDisposed_AnswersAsBefore()
    {
        var model = Small();
        using var image = FormulaWeights.Image(1, 3, 32, 32);
        using var expected = model.call(image);
        using var fast = model.Compile();
        model.Dispose();

        using var actual = fast.Predict(image);

        Difference(expected, actual).Should().BeLessThan(Tolerance);
    }

    [Fact]
    internal void Predict_Threads_LeaveTheProcesssCountAlone()
    {
        using var model = Small();
        var before = get_num_threads();
        using var fast = model.Compile(new InferenceOptions { Threads = before + 1 });
        using var image = FormulaWeights.Image(1, 3, 32, 32);

        using var expected = model.call(image);
        using var actual = fast.Predict(image);

        get_num_threads().Should().Be(before);
        Difference(expected, actual).Should().BeLessThan(Tolerance);
    }

    [Fact]
    internal void Predict_InputThatRequiresGrad_LeavesItAlone()
    {
        using var model = Small();
        using var fast = model.Compile();
        using var image = FormulaWeights.Image(1, 3, 32, 32);
        image.requires_grad = true;

        using var logits = fast.Predict(image);

        logits.requires_grad.Should().BeFalse();
        image.requires_grad.Should().BeTrue();
    }

    internal static T Filled<T>(T module)
        where T : nn.Module
    {
        FormulaWeights.Fill(module);
        module.eval();
        return module;
    }

    internal static GoogLeNet Small() => Filled(new GoogLeNet(GoogLeNetOptions.Cifar));

    internal static double Difference(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        return (expected - actual).abs().max().item<float>() / Math.Max(1, expected.abs().max().item<float>());
    }

    private static void ShouldEqualModel(nn.Module<Tensor, Tensor> model, InferenceOptions options, params long[] shape)
    {
        using var image = FormulaWeights.Image(shape);
        using var fast = model.Compile(options);
        using var noGrad = no_grad();

        using var expected = model.call(image);
        using var actual = fast.Predict(image);
        using var again = fast.Predict(image);

        actual.shape.Should().Equal(expected.shape);
        Difference(expected, actual).Should().BeLessThan(Tolerance);
        Difference(actual, again).Should().Be(0);
    }
}

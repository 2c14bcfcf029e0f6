using System.Runtime.Intrinsics.X86;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Whole networks against the modules they come from, at each width of vectors.</summary>
public sealed class VectorWidthTests
{
    // Relative to the largest logit.
    private const double Tolerance = 1e-4;

    private static readonly int[] Widths = [512, 256, 128];

    [Theory]
    [InlineData(GoogLeNetPreset.TorchVision, 2, 65, 97)]
    [InlineData(GoogLeNetPreset.Cifar, 3, 32, 32)]
    [InlineData(GoogLeNetPreset.Paper, 1, 224, 224)]
    [InlineData(GoogLeNetPreset.Default, 1, 224, 224)]
    internal void Predict_Preset_EqualsTheModel(GoogLeNetPreset preset, long batch, long height, long width)
    {
        using var model = InferenceModelTests.Filled(new GoogLeNet(GoogLeNetOptions.ForPreset(preset) with { AuxiliaryHeads = false }));

        ShouldEqual(model, batch, 3, height, width);
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("vgg11")]
    [InlineData("vgg13")]
    [InlineData("vgg16")]
    [InlineData("vgg19")]
    [InlineData("vgg19 bn")]
    [InlineData("resnet18")]
    [InlineData("resnet34")]
    [InlineData("resnet50")]
    [InlineData("resnet101")]
    [InlineData("resnet152")]
    internal void Predict_Sibling_EqualsTheModel(string name)
    {
        using var model = InferenceModelTests.Filled(Sibling(name));

        ShouldEqual(model, name == "lenet" ? [3, 1, 28, 28] : [2, 3, 32, 40]);
    }

    [Fact]
    internal void Predict_SequentialOfEveryLayer_EqualsTheModel()
    {
        using var network = InferenceModelTests.Filled(nn.Sequential(
            ("norm", nn.BatchNorm2d(4)),
            ("relu", nn.ReLU()),
            ("grouped", nn.Conv2d(4, 12, (3, 5), stride: (1, 2), padding: (1, 2), groups: 2)),
            ("lrn", nn.LocalResponseNorm(3, alpha: 0.5)),
            ("lrn2", nn.LocalResponseNorm(4, alpha: 0.5, beta: 0.6, k: 2)),
            ("max", nn.MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true)),
            ("dilated", nn.Conv2d(12, 10, 3, padding: 2, dilation: 2, bias: false)),
            ("bn", nn.BatchNorm2d(10, affine: false)),
            ("depthwise", nn.Conv2d(10, 10, 3, padding: 1, groups: 10)),
            ("same", nn.Conv2d(10, 8, 3, padding: Padding.Same)),
            ("avg", nn.AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false)),
            ("avg2", nn.AvgPool2d(2, stride: 1, padding: 1, ceil_mode: true, count_include_pad: true)),
            ("mixed", new InceptionNaive(8, 3, 4, 5)),
            ("inception", new InceptionModule(20, new InceptionWidths(4, 3, 5, 2, 6, 7), batchNorm: new BatchNormSettings(0.001))),
            ("residual", new ResidualBlock(22, 24, stride: 2)),
            ("adaptive", nn.AdaptiveAvgPool2d((2, 3))),
            ("dropout", nn.Dropout(0.5)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(24 * 6, 9))));

        ShouldEqual(network, 3, 4, 21, 30);
    }

    // Vector512.IsHardwareAccelerated is false on some of the processors that have them.
    [Fact]
    internal void Compile_NoWidthGiven_TakesTheWidestVectorsOfTheProcessor()
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile();

        fast.VectorBits.Should().Be(Avx512DQ.IsSupported ? 512 : Avx2.IsSupported ? 256 : 128);
    }

    [Fact]
    internal void Predict_AnyThreads_SameNumbers()
    {
        using var model = InferenceModelTests.Small();
        float[] pixels = [.. Enumerable.Range(0, 3 * 3 * 32 * 32).Select(i => MathF.Sin(i))];
        float[][] outputs = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using var fast = model.Compile(new InferenceOptions { VectorBits = 256, Threads = threads });
            fast.Predict(pixels, 3);
            return fast.Predict(pixels, 3);
        })];

        outputs.Should().AllSatisfy(output => output.Should().Equal(outputs[0]));
    }

    private static nn.Module<Tensor, Tensor> Sibling(string name)
    {
        return name switch
        {
            "lenet" => new LeNet(),
            "vgg11" => new Vgg(Headless(VggOptions.Vgg11)),
            "vgg13" => new Vgg(Headless(VggOptions.Vgg13)),
            "vgg16" => new Vgg(Headless(VggOptions.Vgg16)),
            "vgg19" => new Vgg(Headless(VggOptions.Vgg19)),
            "vgg19 bn" => new Vgg(Headless(VggOptions.Vgg19) with { BatchNorm = true }),
            "resnet18" => new ResNet(ResNetOptions.ResNet18),
            "resnet34" => new ResNet(ResNetOptions.ResNet34),
            "resnet50" => new ResNet(ResNetOptions.ResNet50),
            "resnet101" => new ResNet(ResNetOptions.ResNet101),
            _ => new ResNet(ResNetOptions.ResNet152),
        };

        // The published head has 120 million weights and nothing that LeNet's has not.
        static VggOptions Headless(VggOptions options) => options with { PooledSize = 1, HiddenFeatures = 64, NumClasses = 10 };
    }

    private static void ShouldEqual(nn.Module<Tensor, Tensor> model, params long[] shape)
    {
        using var noGrad = no_grad();
        using var image = FormulaWeights.Image(shape);
        using var expected = model.call(image);
        foreach (var bits in Widths)
        {
            using var fast = model.Compile(new InferenceOptions { VectorBits = bits });
            using var actual = fast.Predict(image);
            using var again = fast.Predict(image);

            fast.VectorBits.Should().Be(bits);
            actual.shape.Should().Equal(expected.shape);
            InferenceModelTests.Difference(expected, actual).Should().BeLessThan(Tolerance, "{0} bits", bits);
            InferenceModelTests.Difference(actual, again).Should().Be(0);
        }
    }
}

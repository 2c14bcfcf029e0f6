using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Tests.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>ConvBlock's settings: PyTorch's numbers, errors, device and type.</summary>
public sealed class ConvBlockOptionsTests
{
    [Theory]
    [InlineData("dilated")]
    [InlineData("grouped")]
    [InlineData("depthwise_stride")]
    [InlineData("rectangular")]
    [InlineData("same")]
    [InlineData("same_even")]
    [InlineData("no_activation")]
    [InlineData("silu")]
    [InlineData("prelu")]
    internal void Forward_FormulaWeights_AgreesWithPyTorch(string name)
    {
        var expected = BlockCase.Load(name);
        using var block = Make(name);
        FormulaWeights.Fill(block);
        block.eval();
        using var images = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var output = block.call(images);

        expected.Output.ShouldMatch(output);
        block.state_dict().Keys.Should().Equal(expected.StateDict.Keys);
        using var half = images.to(ScalarType.BFloat16);
        using var halfOutput = block.call(half);
        using var same = halfOutput.to(ScalarType.Float32);
        halfOutput.dtype.Should().Be(ScalarType.BFloat16);
        Exported.ShouldBeClose(same, output, tolerance: 0.03);
    }

    [Theory]
    [InlineData("dilated")]
    [InlineData("grouped")]
    [InlineData("depthwise_stride")]
    [InlineData("rectangular")]
    [InlineData("same")]
    [InlineData("no_activation")]
    internal void Export_EachSetting_AgreesInOnnxRuntime(string name)
    {
        using var block = Make(name);

        Exported.ShouldAgree(block, new(), BlockCase.Load(name).Input);
    }

    [Fact]
    internal void Forward_MomentumInTraining_MovesStatisticsAsPyTorchDoes()
    {
        var expected = BlockCase.Load("momentum_train");
        using var block = new ConvBlock(3, 5, 3, batchNorm: new(Eps: 0.01, Momentum: 0.3));
        FormulaWeights.Fill(block);
        block.train();
        using var images = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var output = block.call(images);

        expected.Output.ShouldMatch(output);
        foreach (var (name, values) in expected.Running)
        {
            using var actual = block.state_dict()[name].to(ScalarType.Float64);
            actual.data<double>().ToArray().Should().Equal(values, (x, y) => Math.Abs(x - y) < 1e-5, "those are the values of {0}", name);
        }
    }

    [Fact]
    internal void Lower_SamePaddingOfAnEvenKernel_IsRefusedWithItsReason()
    {
        using var block = Make("same_even");

        FluentActions.Invoking(() => InferenceGraph.Lower(block)).Should().Throw<NotSupportedException>().WithMessage(
            "module: conv (Conv2d) cannot be lowered: its padding Same is asymmetric, which is not supported.");
    }

    [Fact]
    internal void Constructor_WrongSettings_Throws()
    {
        Message(() => new ConvBlock(4, 6, (3, 0))).Should()
            .Be("kernelSize: must be 1 or more. (Parameter 'kernelSize')\nActual value was 3x0.");
        Message(() => new ConvBlock(4, 6, 3, dilation: 0)).Should()
            .Be("dilation: must be 1 or more. (Parameter 'dilation')\nActual value was 0.");
        Message(() => new ConvBlock(4, 6, 3, padding: (1, -1))).Should()
            .Be("padding: must be 0 or more. (Parameter 'padding')\nActual value was 1x-1.");
        Message(() => new ConvBlock(4, 6, 3, groups: 3)).Should().Be(
            "groups: must divide inChannels, 4, and outChannels, 6. (Parameter 'groups')\nActual value was 3.");
        Message(() => new ConvBlock(4, 6, 3, groups: 0)).Should()
            .Be("groups: must be 1 or more. (Parameter 'groups')\nActual value was 0.");
        Message(() => new ConvBlock(4, 6, 3, stride: 2, padding: ConvPadding.Same)).Should()
            .Be("padding: Same needs stride 1, got 2. (Parameter 'padding')");
        Message(() => new BatchNormSettings(Momentum: 1.5)).Should()
            .Be("Momentum: must be in [0, 1]. (Parameter 'Momentum')\nActual value was 1.5.");

        static string Message(Func<object> make) =>
            FluentActions.Invoking(make).Should().Throw<ArgumentException>().Which.Message.ReplaceLineEndings("\n");
    }

    [Fact]
    internal void Constructor_TypeAndDevice_AreThoseOfEveryParameter()
    {
        using var block = new ConvBlock(3, 4, 3, batchNorm: new(), dtype: ScalarType.Float64, device: CPU);
        using var module = new InceptionModule(3, new InceptionWidths(1, 2, 3, 4, 5, 6), dtype: ScalarType.Float64, device: META);
        using var naive = new InceptionNaive(3, 1, 2, 3, dtype: ScalarType.Float64, device: META);

        block.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.Float64);
        module.parameters().Concat(naive.parameters()).Should()
            .OnlyContain(parameter => parameter.dtype == ScalarType.Float64 && parameter.device_type == TorchSharp.DeviceType.META);
    }

    private static ConvBlock Make(string name) => name switch
    {
        "dilated" => new(4, 6, 3, padding: 2, dilation: 2),
        "grouped" => new(4, 6, 3, padding: 1, groups: 2),
        "depthwise_stride" => new(4, 4, 3, stride: 2, padding: 1, groups: 4, batchNorm: new(1e-3)),
        "rectangular" => new(3, 5, (1, 7), stride: (2, 1), padding: (0, 3)),
        "same" => new(3, 5, (3, 5), padding: ConvPadding.Same, dilation: (2, 1)),
        "same_even" => new(3, 5, (4, 2), padding: ConvPadding.Same),
        "no_activation" => new(3, 5, 3, activation: Activation.None),
        "silu" => new(3, 5, 3, batchNorm: new(), activation: nn.SiLU()),
        "prelu" => new(3, 5, 3, activation: nn.PReLU(5)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}

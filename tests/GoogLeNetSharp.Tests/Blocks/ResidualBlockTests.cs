using GoogLeNetSharp.Tests.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>The residual block: torchvision's numbers and names, compiled and exported, errors.</summary>
public sealed class ResidualBlockTests
{
    /// <summary>Names of the cases in blocks.json.</summary>
    public static TheoryData<string> Cases =>
        ["residual_basic", "residual_basic_down", "residual_bottleneck", "residual_bottleneck_down", "residual_next"];

    [Theory]
    [MemberData(nameof(Cases))]
    internal void Forward_FormulaWeights_AgreesWithTorchVision(string name)
    {
        var expected = BlockCase.Load(name);
        using var block = Make(name);
        FormulaWeights.Fill(block);
        block.eval();
        using var images = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var output = block.call(images);
        using var fast = block.Compile();
        using var compiled = fast.Predict(images);

        expected.Output.ShouldMatch(output);
        expected.Output.ShouldMatch(compiled);
        block.state_dict().Keys.Should().Equal(expected.StateDict.Keys);
        foreach (var (key, shape) in expected.StateDict) block.state_dict()[key].shape.Should().Equal(shape);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    internal void Export_Block_AgreesInOnnxRuntime(string name)
    {
        using var block = Make(name);

        Exported.ShouldAgree(block, new(), BlockCase.Load(name).Input);
    }

    [Fact]
    internal void Forward_BFloat16AndOneImage_Work()
    {
        using var scope = NewDisposeScope();
        using var block = new ResidualBlock(8, 16, stride: 2);
        var image = randn(8, 7, 7);
        block.eval();

        block.call(image).shape.Should().Equal(16, 4, 4);
        var half = block.call(image.to(ScalarType.BFloat16));
        half.dtype.Should().Be(ScalarType.BFloat16);
        Exported.ShouldBeClose(half.to(ScalarType.Float32), block.call(image), tolerance: 0.05);
    }

    [Fact]
    internal void Constructor_WrongArguments_Throws()
    {
        Message(() => new ResidualBlock(0, 8)).Should().Be("inChannels: must be 1 or more. (Parameter 'inChannels')\nActual value was 0.");
        Message(() => new ResidualBlock(8, 8, groups: 2)).Should().Be("form: Basic has neither width nor groups. (Parameter 'form')");
        Message(() => new ResidualBlock(8, 6, form: ResidualBlockForm.Bottleneck)).Should().Be(
            "outChannels: must be a multiple of 4 for a bottleneck without width, got 6. (Parameter 'outChannels')");
        Message(() => new ResidualBlock(8, 8, form: ResidualBlockForm.Bottleneck, width: 6, groups: 4)).Should().Be(
            "groups: must divide the width, 6. (Parameter 'groups')\nActual value was 4.");
        Message(() => new ResidualBlock(8, 8, form: (ResidualBlockForm)5)).Should().Be(
            "form: must be Basic or Bottleneck. (Parameter 'form')\nActual value was 5.");

        static string Message(Func<object> make) =>
            FluentActions.Invoking(make).Should().Throw<ArgumentException>().Which.Message.ReplaceLineEndings("\n");
    }

    private static ResidualBlock Make(string name) => name switch
    {
        "residual_basic" => new(8, 8),
        "residual_basic_down" => new(8, 12, stride: 2),
        "residual_bottleneck" => new(16, 16, form: ResidualBlockForm.Bottleneck),
        "residual_bottleneck_down" => new(8, 16, stride: 2, form: ResidualBlockForm.Bottleneck),
        "residual_next" => new(8, 16, form: ResidualBlockForm.Bottleneck, width: 16, groups: 2),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}

using GoogLeNetSharp.Onnx;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>The settings refuse what they cannot mean, and say so.</summary>
public sealed class OnnxExportOptionsTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    internal void Opset_OutsideRange_Throws(int opset)
    {
        FluentActions.Invoking(() => new OnnxExportOptions { Opset = opset }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"Opset: must be 13 to 21. (Parameter 'Opset')\nActual value was {opset}.");
    }

    [Fact]
    internal void Sizes_BelowOne_Throw()
    {
        Message(() => new OnnxExportOptions { BatchSize = 0 }).Should()
            .Be("BatchSize: must be 1 or more. (Parameter 'BatchSize')\nActual value was 0.");
        Message(() => new OnnxExportOptions { Height = 0 }).Should()
            .Be("Height: must be 1 or more. (Parameter 'Height')\nActual value was 0.");
        Message(() => new OnnxExportOptions { Width = -1 }).Should()
            .Be("Width: must be 1 or more. (Parameter 'Width')\nActual value was -1.");
        Message(() => new OnnxExportOptions { Channels = 0 }).Should()
            .Be("Channels: must be 1 or more. (Parameter 'Channels')\nActual value was 0.");
    }

    [Fact]
    internal void Names_Empty_Throw()
    {
        Message(() => new OnnxExportOptions { InputName = "" }).Should().Be("InputName: must not be empty. (Parameter 'InputName')");
        Message(() => new OnnxExportOptions { OutputName = null! }).Should().Be("OutputName: must not be empty. (Parameter 'OutputName')");
    }

    [Fact]
    internal void Weights_Unknown_Throws()
    {
        Message(() => new OnnxExportOptions { Weights = (OnnxWeightType)7 }).Should()
            .Be("Weights: must be one of Float32, Float16. (Parameter 'Weights')\nActual value was 7.");
    }

    [Fact]
    internal void Labels_ListChangedLater_StayAsSet()
    {
        List<string> labels = ["cat", "dog"];
        var options = new OnnxExportOptions { Labels = labels };

        labels.Clear();

        options.Labels.Should().Equal("cat", "dog");
    }

    private static string Message(Func<object> make) => make.Should().Throw<ArgumentException>().Which.Message;
}

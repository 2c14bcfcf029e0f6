using GoogLeNetSharp.Onnx;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>The normalisation refuses numbers that cannot be one.</summary>
public sealed class OnnxPreprocessingTests
{
    [Fact]
    internal void Constructor_BadNumbers_Throws()
    {
        Message([], []).Should().Be("mean: must be one finite number per channel, got []. (Parameter 'mean')");
        Message([0.5, double.NaN], [1, 1]).Should().Be("mean: must be one finite number per channel, got [0.5, NaN]. (Parameter 'mean')");
        Message([0.5, 0.5], [1]).Should()
            .Be("standardDeviation: must be as many numbers as mean, 2, got 1. (Parameter 'standardDeviation')");
        Message([0.5, 0.5], [1, 0]).Should().Be("standardDeviation: must be above 0, got [1, 0]. (Parameter 'standardDeviation')");
    }

    private static string Message(double[] mean, double[] deviation) =>
        FluentActions.Invoking(() => new OnnxPreprocessing(mean, deviation)).Should().Throw<ArgumentException>().Which.Message;
}

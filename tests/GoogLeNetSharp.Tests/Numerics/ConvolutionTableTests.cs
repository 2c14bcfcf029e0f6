using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>What the table must contain.</summary>
public sealed class ConvolutionTableTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    internal void Cases_EachType_CoverWhatConvolutionsDifferIn(ScalarType type)
    {
        var cases = ConvolutionTable.Cases.Where(convolution => convolution.Type == type).ToArray();

        cases.Select(convolution => convolution.Kernel).Should().Contain([1, 3, 5, 7]);
        cases.Select(convolution => convolution.ChannelsLast).Should().Contain([true, false]);
        cases.Select(convolution => convolution.AllThreads).Should().Contain([true, false]);
        cases.Select(convolution => convolution.Images).Should().Contain([1, 2]);
        cases.Select(convolution => convolution.Stride).Should().Contain([1, 2]);
        cases.Select(convolution => convolution.Dilation).Should().Contain([1, 2]);
        cases.Should().Contain(convolution => convolution.Groups == 2);
        cases.Should().Contain(convolution => convolution.Groups > 1 && convolution.Groups == convolution.InChannels, "one is depthwise");
        foreach (var block in new[] { 8, 16 })
        {
            var withGradients = cases.Where(convolution => convolution.Gradients);
            withGradients.Should().Contain(convolution => convolution.InChannels % block == 0 && convolution.OutChannels % block == 0);
            withGradients.Should().Contain(convolution => convolution.InChannels % block != 0 && convolution.OutChannels % block != 0);
        }
    }

    [Theory]
    [InlineData("float32 1x24x2x2 by 64x24x5x5, padding 2, 1 thread")]
    [InlineData("float32 2x512x2x2 by 112x512x1x1, channels last, all threads")]
    [InlineData("float32 2x3x2x2 by 112x3x1x1, channels last, all threads")]
    [InlineData("float32 2x16x2x2 by 208x16x3x3, padding 1, channels last, 1 thread")]
    [InlineData("bfloat16 1x1x2x2 by 1x1x2x2, 1 thread")]
    internal void Cases_ConvolutionsThatWereSeenToFail_AreAmongThem(string seen) =>
        ConvolutionTable.Cases.Select(convolution => convolution.ToString()).Should().Contain(seen);

    [Fact]
    internal void Operands_EveryCase_AreWholeNumbersWithExactSums()
    {
        foreach (var convolution in ConvolutionTable.Cases)
        {
            var (input, weight, gradient) = convolution.Operands();
            foreach (var values in new[] { input, weight, gradient })
                values.Should().OnlyContain(value => value >= -3 && value <= 3 && value == MathF.Round(value));
            input.Distinct().Should().HaveCountGreaterThan(2);
            weight.Distinct().Should().HaveCountGreaterThan(2);
        }
    }
}

using GoogLeNetSharp.Tests.Explaining;
using GoogLeNetSharp.Training;
using SkiaSharp;

namespace GoogLeNetSharp.Tests.Training.Reporting;

/// <summary>The suggestion that is read off a sweep, and its picture.</summary>
public sealed class LearningRateCurveTests
{
    // Flat, then down with the steepest step around the 60th, then up.
    private static LearningRateCurve Usual =>
        Curve(100, i => 2.3 - (1.5 / (1 + Math.Exp(-(i - 60) / 4.0))) + (i > 85 ? 0.2 * (i - 85) : 0));

    [Fact]
    internal void SuggestedRate_SmoothCurve_IsWhereItFallsFastest()
    {
        Usual.SuggestedRate.Should().Be(Usual.Points[60].Rate);
        Usual.ToString().Should().Be("suggested rate 0.0071; 100 steps from 1E-07 to 10, where the loss diverged");
    }

    [Fact]
    internal void SuggestedRate_FallAmongTheFirstTenSteps_DoesNotCount() =>
        Curve(100, i => i < 10 ? 10 - i : i < 50 ? 1 : 0.5).SuggestedRate.Should().Be(Rate(49));

    [Fact]
    internal void SuggestedRate_FallBackFromDivergence_DoesNotCount() =>
        Curve(100, i => i < 40 ? 1 : i < 60 ? 0.5 : i < 70 ? 8 : 2).SuggestedRate.Should().Be(Rate(39));

    [Theory]
    [InlineData(100)]
    [InlineData(12)]
    internal void SuggestedRate_LossFallsNowhere_IsNull(int steps)
    {
        var curve = Curve(steps, i => 1 + (0.01 * i));

        curve.SuggestedRate.Should().BeNull();
        curve.ToString().Should().StartWith("no rate suggested; ");
    }

    [Fact]
    internal void Draw_Curve_HasAxesLegendAndSuggestion()
    {
        var texts = new PictureReader(Usual.Draw()).Texts;

        texts.Should().Contain(["Loss by learning rate", "learning rate", "loss", "smoothed", "1e-7", "0.001", "10", "suggestion 0.00705"]);
        new PictureReader(Curve(12, i => i).Draw()).Texts.Should()
            .NotContain(text => text.StartsWith("suggestion", StringComparison.Ordinal));
    }

    [Fact]
    internal void Draw_AsPng_HasTheCurveAndTheSuggestionInTheirColours()
    {
        using var bitmap = SKBitmap.Decode(Usual.Draw().ToPng());

        (bitmap.Width, bitmap.Height).Should().Be((800, 440));
        bitmap.GetPixel(1, 439).Should().Be(SKColors.White);
        bitmap.Pixels.Should().Contain(new SKColor(0x2f, 0x6f, 0xce)).And.Contain(new SKColor(0x2f, 0x8a, 0x52));
    }

    private static LearningRateCurve Curve(int steps, Func<int, double> loss) =>
        new([.. Enumerable.Range(0, steps).Select(i => new LearningRatePoint(Rate(i), loss(i), loss(i)))], diverged: true);

    private static double Rate(int step) => 1e-7 * Math.Pow(1e8, step / 99.0);
}

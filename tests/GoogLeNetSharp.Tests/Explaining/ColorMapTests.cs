using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>Colours against matplotlib's table, and that equal steps look equal.</summary>
public sealed class ColorMapTests
{
    [Theory]        // matplotlib.colormaps["viridis"](n) for n = 0, 64, 128, 191, 255
    [InlineData(0, 68, 1, 84)]
    [InlineData(64, 59, 82, 139)]
    [InlineData(128, 33, 145, 140)]
    [InlineData(191, 94, 201, 98)]
    [InlineData(255, 253, 231, 37)]
    internal void Viridis_OfNumber_IsMatplotlibsWithinTwoPercent(int number, int red, int green, int blue)
    {
        var color = ColorMap.Viridis.At(number / 255.0);

        Math.Abs(color.Red - red).Should().BeLessThanOrEqualTo(5);
        Math.Abs(color.Green - green).Should().BeLessThanOrEqualTo(5);
        Math.Abs(color.Blue - blue).Should().BeLessThanOrEqualTo(5);
    }

    [Fact]
    internal void Viridis_RisingNumbers_HaveEvenlyRisingLightness()
    {
        var lightness = Enumerable.Range(0, 18).Select(i => Lightness(ColorMap.Viridis.At(i / 17.0))).ToArray();
        var steps = lightness.Zip(lightness.Skip(1), (dark, light) => light - dark).ToArray();

        steps.Should().OnlyContain(step => step > 3 && step < 6);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0.5, 128)]
    [InlineData(2, 255)]
    [InlineData(double.PositiveInfinity, 255)]
    internal void Gray_AnyNumber_IsHeldWithinBlackAndWhite(double number, byte level) =>
        ColorMap.Gray.At(number).Should().Be((level, level, level));

    [Fact]
    internal void ToString_IsTheName() => ColorMap.Viridis.ToString().Should().Be("viridis");

    // CIE L* of sRGB.
    private static double Lightness((byte Red, byte Green, byte Blue) color)
    {
        var y = (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));
        return y > 0.008856 ? (116 * Math.Cbrt(y)) - 16 : 903.3 * y;

        static double Linear(byte level) => level / 255.0 is var x && x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);
    }
}

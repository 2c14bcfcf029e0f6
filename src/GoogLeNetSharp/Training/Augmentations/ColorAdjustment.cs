using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Changes the colors of an image in place, with the same bytes as Pillow's <c>ImageEnhance</c> and torchvision's
/// <c>adjust_hue</c>.</summary>
internal static class ColorAdjustment
{
    public static void Brightness(RgbImage image, float factor)
    {
        var table = Blends(0, factor);
        foreach (ref var value in image.Pixels) value = table[value];
    }

    public static void Contrast(RgbImage image, float factor)
    {
        var pixels = image.Pixels;
        var sum = 0L;
        for (var i = 0; i < pixels.Length; i += RgbImage.BytesPerPixel) sum += Gray(pixels, i);
        var mean = (int)(((double)sum / ((long)image.Width * image.Height)) + 0.5);
        var table = Blends(mean, factor);
        foreach (ref var value in pixels) value = table[value];
    }

    public static void Saturation(RgbImage image, float factor)
    {
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i += RgbImage.BytesPerPixel)
        {
            var gray = Gray(pixels, i);
            for (var channel = 0; channel < 3; channel++) pixels[i + channel] = Blend(gray, pixels[i + channel], factor);
        }
    }

    /// <summary>Blends an image with its smoothed version; factors above 1 sharpen.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="original">A copy of the image, which is read.</param>
    /// <param name="factor">0 for the smoothed image, 1 for the original.</param>
    public static void Sharpness(RgbImage image, RgbImage original, float factor)
    {
        const int Step = RgbImage.BytesPerPixel;
        for (var y = 1; y < image.Height - 1; y++)
        {
            Span<byte> above = original.Row(y - 1), row = original.Row(y), below = original.Row(y + 1), target = image.Row(y);
            for (var i = Step; i < target.Length - Step; i++)
            {
                var sum = above[i - Step] + above[i] + above[i + Step] + row[i - Step] + (5 * row[i]) + row[i + Step] + below[i - Step]
                    + below[i] + below[i + Step];
                target[i] = Blend(((2 * sum) + 13) / 26, row[i], factor);       // rounded division by 13: Pillow's SMOOTH filter
            }
        }
    }

    /// <summary>Rotates the hue.</summary>
    /// <param name="image">The image.</param>
    /// <param name="turn">Share of the color circle, from -0.5 to 0.5.</param>
    public static void Hue(RgbImage image, double turn)
    {
        var shift = (byte)(int)(turn * 255);
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i += RgbImage.BytesPerPixel)
        {
            var (hue, saturation, value) = ToHsv(pixels[i], pixels[i + 1], pixels[i + 2]);
            (pixels[i], pixels[i + 1], pixels[i + 2]) = ToRgb((byte)(hue + shift), saturation, value);
        }
    }

    private static int Gray(Span<byte> pixels, int i) => Luma.Of(pixels[i], pixels[i + 1], pixels[i + 2]);

    private static byte[] Blends(int from, float factor) => [.. Enumerable.Range(0, 256).Select(value => Blend(from, value, factor))];

    private static byte Blend(int from, int to, float factor) => (byte)Math.Clamp(from + (factor * (to - from)), 0f, 255f);

    // Pillow, Convert.c, rgb2hsv_row; same float and double types.
    private static (byte Hue, byte Saturation, byte Value) ToHsv(byte red, byte green, byte blue)
    {
        var (most, least) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        if (most == least) return (0, 0, most);
        float range = most - least;
        var saturation = range / most;
        var (r, g, b) = ((most - red) / range, (most - green) / range, (most - blue) / range);
        var sixths = red == most ? b - g : green == most ? (float)(2.0 + r - b) : (float)(4.0 + g - r);
        var hue = (float)(((sixths / 6.0) + 1.0) % 1.0);
        return ((byte)(hue * 255.0), (byte)(saturation * 255.0), most);
    }

    // Pillow, Convert.c, hsv2rgb.
    private static (byte Red, byte Green, byte Blue) ToRgb(byte hue, byte saturation, byte value)
    {
        if (saturation == 0) return (value, value, value);
        var sixths = hue * 6.0 / 255.0;
        var sector = (int)sixths;
        var part = (float)(sixths - sector);
        var share = (float)(saturation / 255.0);
        var p = Round(value * (1.0 - share));
        var q = Round(value * (1.0 - (share * part)));
        var t = Round(value * (1.0 - (share * (1.0 - part))));
        return (sector % 6) switch
        {
            0 => (value, t, p),
            1 => (q, value, p),
            2 => (p, value, t),
            3 => (p, q, value),
            4 => (t, p, value),
            _ => (value, p, q),
        };

        static byte Round(double number) => (byte)Math.Round(number, MidpointRounding.AwayFromZero);
    }
}

using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Explaining;

/// <summary>Paints colors into images. Unpainted pixels are optionally transparent.</summary>
internal static class PixelPainter
{
    /// <summary>Sets a pixel.</summary>
    public static void Set(RgbImage image, int x, int y, (byte Red, byte Green, byte Blue) color)
    {
        var pixel = image.Row(y)[(x * RgbImage.BytesPerPixel)..];
        (pixel[0], pixel[1], pixel[2], pixel[3]) = (color.Red, color.Green, color.Blue, byte.MaxValue);
    }
}

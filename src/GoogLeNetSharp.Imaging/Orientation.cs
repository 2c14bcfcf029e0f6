using System.Runtime.InteropServices;
using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>Applies the EXIF orientation to an image (CIPA DC-008, tag 274).</summary>
internal static class Orientation
{
    public static RgbImage Apply(RgbImage image, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => Map(image, false, (x, y, w, _) => (w - 1 - x, y)),
        SKEncodedOrigin.BottomRight => Map(image, false, (x, y, w, h) => (w - 1 - x, h - 1 - y)),
        SKEncodedOrigin.BottomLeft => Map(image, false, (x, y, _, h) => (x, h - 1 - y)),
        SKEncodedOrigin.LeftTop => Map(image, true, (x, y, _, _) => (y, x)),
        SKEncodedOrigin.RightTop => Map(image, true, (x, y, _, h) => (y, h - 1 - x)),
        SKEncodedOrigin.RightBottom => Map(image, true, (x, y, w, h) => (w - 1 - y, h - 1 - x)),
        SKEncodedOrigin.LeftBottom => Map(image, true, (x, y, w, _) => (w - 1 - y, x)),
        _ => image,
    };

    private static RgbImage Map(RgbImage image, bool swapsSides, Func<int, int, int, int, (int X, int Y)> source)
    {
        var (width, height) = swapsSides ? (image.Height, image.Width) : (image.Width, image.Height);
        var turned = new RgbImage(width, height);
        var from = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        var to = MemoryMarshal.Cast<byte, uint>(turned.Pixels);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sourceX, sourceY) = source(x, y, image.Width, image.Height);
                to[(y * width) + x] = from[(sourceY * image.Width) + sourceX];
            }
        }

        return turned;
    }
}

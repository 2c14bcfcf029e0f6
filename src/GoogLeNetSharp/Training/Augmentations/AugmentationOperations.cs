using System.Runtime.InteropServices;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>The operations of torchvision's automatic augmentations, with the same bytes as on PIL images.</summary>
internal static class AugmentationOperations
{
    /// <summary>Applies an operation.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="kind">The operation.</param>
    /// <param name="magnitude">The strength: slope, pixels, degrees, change of a factor, bits or threshold.</param>
    public static RgbImage Apply(RgbImage image, AugmentationKind kind, double magnitude) => kind switch
    {
        AugmentationKind.Identity => image,
        AugmentationKind.ShearX => Affine(image, [1, magnitude, 0, 0, 1, 0]),
        AugmentationKind.ShearY => Affine(image, [1, 0, 0, magnitude, 1, 0]),
        AugmentationKind.TranslateX => Affine(image, [1, 0, -Math.Truncate(magnitude), 0, 1, 0]),
        AugmentationKind.TranslateY => Affine(image, [1, 0, 0, 0, 1, -Math.Truncate(magnitude)]),
        AugmentationKind.Rotate => Rotate(image, magnitude),
        _ => Recolour(image, kind, magnitude),
    };

    private static RgbImage Recolour(RgbImage image, AugmentationKind kind, double magnitude)
    {
        var changed = image.Crop(0, 0, image.Width, image.Height);
        var factor = (float)(1 + magnitude);
        switch (kind)
        {
            case AugmentationKind.Brightness: ColorAdjustment.Brightness(changed, factor); break;
            case AugmentationKind.Color: ColorAdjustment.Saturation(changed, factor); break;
            case AugmentationKind.Contrast: ColorAdjustment.Contrast(changed, factor); break;
            case AugmentationKind.Sharpness: ColorAdjustment.Sharpness(changed, image, factor); break;
            case AugmentationKind.Posterize: Map(changed, value => value & (0xFF << (8 - (int)magnitude))); break;
            case AugmentationKind.Solarize: Map(changed, value => value < magnitude ? value : 255 - value); break;
            case AugmentationKind.AutoContrast: MapChannels(changed, Stretched); break;
            default: MapChannels(changed, Equalized); break;
        }

        return changed;
    }

    // counter-clockwise around the center; Pillow, Image.rotate
    private static RgbImage Rotate(RgbImage image, double degrees)
    {
        var radians = -degrees * Math.PI / 180;
        var (cos, sin) = (Math.Round(Math.Cos(radians), 15), Math.Round(Math.Sin(radians), 15));
        var (x, y) = (image.Width / 2.0, image.Height / 2.0);
        return Affine(image, [cos, sin, (cos * -x) + (sin * -y) + x, -sin, cos, (-sin * -x) + (cos * -y) + y]);
    }

    // maps output to source positions: nearest pixel, in 16-bit fixed point; Pillow, Geometry.c, affine_fixed
    private static RgbImage Affine(RgbImage image, ReadOnlySpan<double> matrix)
    {
        var result = new RgbImage(image.Width, image.Height);
        var (a, b, d, e) = (Fix(matrix[0]), Fix(matrix[1]), Fix(matrix[3]), Fix(matrix[4]));
        var firstX = Fix(matrix[2] + (matrix[0] * 0.5) + (matrix[1] * 0.5));
        var firstY = Fix(matrix[5] + (matrix[3] * 0.5) + (matrix[4] * 0.5));
        var source = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        for (var y = 0; y < image.Height; y++)
        {
            var row = MemoryMarshal.Cast<byte, uint>(result.Row(y));
            var (fromX, fromY) = (firstX, firstY);
            for (var x = 0; x < row.Length; x++)
            {
                var (column, line) = (fromX >> 16, fromY >> 16);
                if (column >= 0 && column < image.Width && line >= 0 && line < image.Height)
                {
                    row[x] = source[(int)((line * image.Width) + column)];
                }
                (fromX, fromY) = (fromX + a, fromY + d);
            }

            (firstX, firstY) = (firstX + b, firstY + e);
        }

        return result;

        static long Fix(double value) => (long)Math.Floor((value * 65536) + 0.5);
    }

    private static void Map(RgbImage image, Func<int, int> value)
    {
        byte[] table = [.. Enumerable.Range(0, 256).Select(i => (byte)value(i))];
        foreach (ref var pixel in image.Pixels) pixel = table[pixel];
    }

    // maps each color channel by a table computed from its histogram
    private static void MapChannels(RgbImage image, Func<int[], byte[]> table)
    {
        var pixels = image.Pixels;
        for (var channel = 0; channel < 3; channel++)
        {
            var histogram = new int[256];
            for (var i = channel; i < pixels.Length; i += RgbImage.BytesPerPixel) histogram[pixels[i]]++;
            var values = table(histogram);
            for (var i = channel; i < pixels.Length; i += RgbImage.BytesPerPixel) pixels[i] = values[pixels[i]];
        }
    }

    // Pillow, ImageOps.autocontrast.
    private static byte[] Stretched(int[] histogram)
    {
        var (low, high) = (Array.FindIndex(histogram, count => count > 0), Array.FindLastIndex(histogram, count => count > 0));
        if (high <= low) return Unchanged();
        var scale = 255.0 / (high - low);
        return [.. Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp((int)((value * scale) + (-low * scale)), 0, 255))];
    }

    // Pillow, ImageOps.equalize.
    private static byte[] Equalized(int[] histogram)
    {
        var step = (histogram.Sum() - histogram.Last(count => count > 0)) / 255;
        if (step == 0) return Unchanged();
        var table = new byte[256];
        var sum = step / 2;
        for (var value = 0; value < 256; value++)
        {
            table[value] = (byte)Math.Min(sum / step, 255);
            sum += histogram[value];
        }

        return table;
    }

    private static byte[] Unchanged() => [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
}

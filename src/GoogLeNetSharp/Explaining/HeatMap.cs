using System.Globalization;
using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Overlays the map of an explanation on the photo.</summary>
public static class HeatMap
{
    private const int Side = 320;
    private const int FontSize = 17;      // legible when the picture is scaled to a phone
    private const int Gap = 16;
    private const double UsualOpacity = 0.55;

    /// <summary>Overlays a colored map on a photo of any size. Negative values, which are evidence against the class, count as 0.</summary>
    /// <param name="photo">The network's view: the part of the photo kept by its preprocessing.</param>
    /// <param name="map">One map H x W of <see cref="Explanations.Maps"/>, enlarged bilinearly to the photo's size.</param>
    /// <param name="opacity">Opacity of the colors, from 0 to 1.</param>
    /// <param name="colors">Color map, or null for <see cref="ColorMap.Viridis"/>.</param>
    /// <returns>A new image of the photo's size.</returns>
    /// <exception cref="ArgumentException"><paramref name="map"/> is not H x W of a floating type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="opacity"/> is outside 0 to 1.</exception>
    public static RgbImage Overlay(RgbImage photo, Tensor map, double opacity = UsualOpacity, ColorMap? colors = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(map);
        if (map.dim() != 2 || !map.is_floating_point())
        {
            throw new ArgumentException(
                $"map: expected H x W of a floating type, got {ImageInput.Text(map.shape)} ({map.dtype}).", nameof(map));
        }

        if (opacity is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "opacity: must be from 0 to 1.");

        colors ??= ColorMap.Viridis;
        var numbers = Enlarged(map, photo.Height, photo.Width);
        var largest = numbers.Max();
        var image = new RgbImage(photo.Width, photo.Height);
        for (var y = 0; y < image.Height; y++)
        {
            var row = photo.Row(y);
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = row[(x * RgbImage.BytesPerPixel)..];
                var color = colors.At(largest > 0 ? numbers[(y * image.Width) + x] / largest : 0);
                PixelPainter.Set(image, x, y, (Mix(pixel[0], color.Red), Mix(pixel[1], color.Green), Mix(pixel[2], color.Blue)));
            }
        }

        return image;

        byte Mix(byte below, byte above) => (byte)Math.Round(((1 - opacity) * below) + (opacity * above));
    }

    /// <summary>Draws a picture for a page or slide: photo, overlay, legend, class and probability.</summary>
    /// <param name="photo">The network's view of the photo.</param>
    /// <param name="explanations">The explanations.</param>
    /// <param name="index">Index of the image in the batch.</param>
    /// <param name="labels">Names of the classes, or null for their indices.</param>
    /// <returns>The picture, 656 pixels wide for a square photo.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the batch.</exception>
    public static Picture Draw(RgbImage photo, Explanations explanations, int index = 0, Labels? labels = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(explanations);
        if (index < 0 || index >= explanations.Classes.Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"index: the images are 0 to {explanations.Classes.Count - 1}.");

        var number = explanations.Classes[index];
        var name = labels is not null && number < labels.Count ? labels[(int)number] : FormattableString.Invariant($"class {number}");
        var title = string.Create(CultureInfo.InvariantCulture, $"{name}: {100 * explanations.Probabilities[index]:0.0} %");
        using var scope = NewDisposeScope();
        var map = explanations.Maps[index].cpu();
        var large = Enlarged(photo, Side);
        var (width, height) = Fit(photo);
        var picture = new Picture((2 * width) + Gap, $"What speaks for {title}", FontSize);
        picture.Add(title, 0, 18, bold: true);
        picture.Add(photo, 0, 30, width, height);
        picture.Add(Overlay(large, map), width + Gap, 30, width, height);
        var largest = Math.Max(0, map.data<float>().Max());
        picture.AddLegend(ColorMap.Viridis, 0, largest, width + Gap, height + 40, width, "for the class");
        return picture;
    }

    /// <summary>A photo of few pixels, enlarged by a whole number up to a side: a map over it would lose its own.</summary>
    internal static RgbImage Enlarged(RgbImage photo, int side)
    {
        var scale = Math.Max(1, side / Math.Max(photo.Width, photo.Height));
        if (scale == 1) return photo;
        var large = new RgbImage(photo.Width * scale, photo.Height * scale);
        for (var y = 0; y < large.Height; y++)
        {
            for (var x = 0; x < large.Width; x++)
            {
                var pixel = photo.Row(y / scale)[(x / scale * RgbImage.BytesPerPixel)..];
                PixelPainter.Set(large, x, y, (pixel[0], pixel[1], pixel[2]));
            }
        }

        return large;
    }

    private static (int Width, int Height) Fit(RgbImage photo)
    {
        var scale = (double)Side / Math.Max(photo.Width, photo.Height);
        return ((int)Math.Max(1, photo.Width * scale), (int)Math.Max(1, photo.Height * scale));
    }

    private static float[] Enlarged(Tensor map, int height, int width)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var single = map.to_type(ScalarType.Float32).cpu().unsqueeze(0).unsqueeze(0);
        var large = nn.functional.interpolate(single, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
        return [.. large.contiguous().data<float>()];
    }
}

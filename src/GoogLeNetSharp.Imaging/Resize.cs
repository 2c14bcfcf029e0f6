using System.Globalization;

namespace GoogLeNetSharp.Imaging;

/// <summary>Scales an image so that its shorter side has a given length: bilinear, antialiased, with the same aspect ratio.</summary>
/// <remarks>Gives the same bytes as torchvision's <c>Resize(size)</c> on a PIL image. The longer side is rounded down. If
/// <see cref="CenterCrop"/> is the next step of an <see cref="ImageTransform"/>, only the kept part is computed.</remarks>
public sealed record Resize : ImageStep
{
    /// <summary>Maximum number of pixels of the result: the default limit of image files.</summary>
    internal const long MostPixels = ImageDecoder.DefaultMaxPixels;

    private const int LongestSide = 1 << 20;

    /// <summary>Initializes the step.</summary>
    /// <param name="size">Length of the shorter side in pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public Resize(int size) => Size = (int)Require.Positive(size);

    /// <summary>Length of the shorter side in pixels.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The result would have more than 100 million pixels, or a side of more than
    /// 1,048,576.</exception>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (width, height) = SizeOf(image);
        if (width > MostPixels / height || Math.Max(width, height) > LongestSide)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"image: {image.Width} x {image.Height} pixels with a shorter side of {Size} are {width} x {height}, more than the "
                    + $"{MostPixels:N0} pixels and {LongestSide:N0} a side allowed; a {nameof(CenterCrop)} next bounds them."),
                nameof(image));
        }

        return Resampler.Resize(image, Axis.Whole(width), Axis.Whole(height));
    }

    /// <summary>Applies this step and then <paramref name="crop"/>, without computing the dropped pixels.</summary>
    internal RgbImage Apply(RgbImage image, CenterCrop crop)
    {
        var (width, height) = SizeOf(image);
        var (left, top) = (crop.Start(width), crop.Start(height));
        var kept = Resampler.Resize(image, Axis.Part(width, left, crop.Size), Axis.Part(height, top, crop.Size));
        return kept.Width == crop.Size && kept.Height == crop.Size ? kept
            : kept.Crop((int)Math.Min(left, 0), (int)Math.Min(top, 0), crop.Size, crop.Size);
    }

    private (long Width, long Height) SizeOf(RgbImage image) => image.Width <= image.Height
        ? (Size, (long)Size * image.Height / image.Width)
        : ((long)Size * image.Width / image.Height, Size);
}

namespace GoogLeNetSharp.Imaging;

/// <summary>Scales an image so that its shorter side has a given length: bilinear with antialias, the aspect ratio kept.</summary>
/// <remarks>Byte for byte what torchvision's <c>Resize(size)</c> makes of a PIL image. The longer side is rounded down.</remarks>
public sealed record Resize : ImageStep
{
    /// <summary>Makes the step.</summary>
    /// <param name="size">Length of the shorter side in pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public Resize(int size) => Size = (int)Require.Positive(size);

    /// <summary>Length of the shorter side in pixels.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Width <= image.Height
            ? Resampler.Resize(image, Size, (int)((long)Size * image.Height / image.Width))
            : Resampler.Resize(image, (int)((long)Size * image.Width / image.Height), Size);
    }
}

namespace GoogLeNetSharp.Imaging;

/// <summary>Crops a square at the center of an image. Parts outside the image are black.</summary>
/// <remarks>Rounds like torchvision's <c>CenterCrop(size)</c>: half of an odd margin is rounded to even.</remarks>
public sealed record CenterCrop : ImageStep
{
    /// <summary>Initializes the step.</summary>
    /// <param name="size">Side of the square in pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public CenterCrop(int size) => Size = (int)Require.Positive(size);

    /// <summary>Side of the square in pixels.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width == Size && image.Height == Size) return image;
        return image.Crop((int)Start(image.Width), (int)Start(image.Height), Size, Size);
    }

    /// <summary>Computes the first kept position along an axis; negative if the axis is shorter than the crop.</summary>
    // torchvision first pads a smaller image, with the larger half at the bottom and right, then crops with Python's round().
    internal long Start(long length) =>
        length < Size ? -((Size - length) / 2) : (long)Math.Round((length - Size) / 2.0, MidpointRounding.ToEven);
}

namespace GoogLeNetSharp.Imaging;

/// <summary>Cuts a square out of the middle of an image; where the image is smaller, the rest is black.</summary>
/// <remarks>Rounds as torchvision's <c>CenterCrop(size)</c>: an odd margin goes by halves to even.</remarks>
public sealed record CenterCrop : ImageStep
{
    /// <summary>Makes the step.</summary>
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

    /// <summary>The first position along an axis that is kept; negative where the axis is shorter.</summary>
    // torchvision pads a smaller image first, by the larger half below and to the right, and then crops with Python's round().
    internal long Start(long length) =>
        length < Size ? -((Size - length) / 2) : (long)Math.Round((length - Size) / 2.0, MidpointRounding.ToEven);
}

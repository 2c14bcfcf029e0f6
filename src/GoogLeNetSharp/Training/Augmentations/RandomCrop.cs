using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Pads an image with black and crops a square at a random position: the standard augmentation for CIFAR (32, padding
/// 4).</summary>
public sealed record RandomCrop : ImageStep
{
    private const int MostPadding = 1_000_000;

    /// <summary>Initializes the step.</summary>
    /// <param name="size">Side of the square in pixels, 1 or more.</param>
    /// <param name="padding">Pixels added on each side, from 0 to a million.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RandomCrop(int size, int padding = 0)
    {
        Size = (int)Require.Positive(size);
        Padding = Require.NotNegative(padding) <= MostPadding
            ? padding : throw new ArgumentOutOfRangeException(nameof(padding), padding, $"padding: must be {MostPadding} or less.");
    }

    /// <summary>Side of the square in pixels.</summary>
    public int Size { get; }

    /// <summary>Pixels added on each side.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The padded image is smaller than the square.</exception>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        var (spareWidth, spareHeight) = (image.Width + (2L * Padding) - Size, image.Height + (2L * Padding) - Size);
        if (spareWidth < 0 || spareHeight < 0)
        {
            throw new ArgumentException(
                $"image: expected at least {Size} x {Size} pixels with {Padding} of padding on each side, got {image.Width} x "
                + $"{image.Height} without.", nameof(image));
        }

        return image.Crop(Start(random, spareWidth), Start(random, spareHeight), Size, Size);
    }

    private int Start(Random random, long spare) => random.Next((int)spare + 1) - Padding;
}

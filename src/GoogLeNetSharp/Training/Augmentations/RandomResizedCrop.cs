using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Crops a rectangle of random area and aspect ratio and scales it to a square: the paper's training crop.</summary>
/// <remarks>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 6, "8% and 100% of the image area ... aspect ratio ... 3/4 and 4/3",
/// sampled as in torchvision's <c>RandomResizedCrop</c>: up to ten tries, then the largest center crop within the aspect ratios.</remarks>
public sealed record RandomResizedCrop : ImageStep
{
    private const int Tries = 10;

    /// <summary>Initializes the step.</summary>
    /// <param name="size">Side of the resulting square in pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public RandomResizedCrop(int size) => Size = (int)Require.Positive(size);

    /// <summary>Side of the resulting square in pixels.</summary>
    public int Size { get; }

    /// <summary>Smallest share of the image's area, in (0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside (0, 1].</exception>
    public double MinArea
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinArea), value, "MinArea: must be in (0, 1].");
    } = 0.08;

    /// <summary>Largest ratio of the longer to the shorter side, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public double MaxAspect
    {
        get;
        init => field = value is >= 1 and < double.PositiveInfinity
            ? value : throw new ArgumentOutOfRangeException(nameof(MaxAspect), value, "MaxAspect: must be 1 or more.");
    } = 4.0 / 3;

    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        var (left, top, width, height) = Rectangle(image.Width, image.Height, random);
        return Resampler.Resize(image.Crop(left, top, width, height), Axis.Whole(Size), Axis.Whole(Size));
    }

    private (int Left, int Top, int Width, int Height) Rectangle(int imageWidth, int imageHeight, Random random)
    {
        for (var i = 0; i < Tries; i++)
        {
            var area = (double)imageWidth * imageHeight * (MinArea + ((1 - MinArea) * random.NextDouble()));
            var aspect = Math.Exp(Math.Log(MaxAspect) * ((2 * random.NextDouble()) - 1));
            var width = (int)Math.Round(Math.Sqrt(area * aspect));
            var height = (int)Math.Round(Math.Sqrt(area / aspect));
            if (width < 1 || width > imageWidth || height < 1 || height > imageHeight) continue;
            return (random.Next(imageWidth - width + 1), random.Next(imageHeight - height + 1), width, height);
        }

        var (widest, highest) = (Math.Max((int)Math.Round(imageHeight * MaxAspect), 1),
            Math.Max((int)Math.Round(imageWidth * MaxAspect), 1));
        var (cutWidth, cutHeight) = (Math.Min(imageWidth, widest), Math.Min(imageHeight, highest));
        return ((imageWidth - cutWidth) / 2, (imageHeight - cutHeight) / 2, cutWidth, cutHeight);
    }
}

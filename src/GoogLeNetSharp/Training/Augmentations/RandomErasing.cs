using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Erases a random rectangle of an image (Zhong et al. 2017, arXiv 1708.04896), with torchvision's defaults.</summary>
/// <remarks>torchvision's <c>RandomErasing</c> writes 0, the mean color, to the normalized tensor; this step writes black.</remarks>
public sealed record RandomErasing : ImageStep
{
    private const int Tries = 10;

    /// <summary>Probability that an image is changed, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1].</exception>
    public double Probability { get; init => field = Share(value, nameof(Probability), zero: true); } = 0.5;

    /// <summary>Smallest share of the image's area that is erased, in (0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside (0, 1].</exception>
    public double MinArea { get; init => field = Share(value, nameof(MinArea), zero: false); } = 0.02;

    /// <summary>Largest share of the image's area that is erased, in (0, 1]; values below <see cref="MinArea"/> are treated as
    /// <see cref="MinArea"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside (0, 1].</exception>
    public double MaxArea { get; init => field = Share(value, nameof(MaxArea), zero: false); } = 0.33;

    /// <summary>Largest ratio of the longer side to the shorter, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or not finite.</exception>
    public double MaxAspect
    {
        get;
        init => field = value is >= 1 and < double.PositiveInfinity
            ? value : throw new ArgumentOutOfRangeException(nameof(MaxAspect), value, "MaxAspect: must be 1 or more.");
    } = 1 / 0.3;

    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextDouble() >= Probability) return image;
        for (var i = 0; i < Tries; i++)
        {
            var area = (double)image.Width * image.Height * (MinArea + (random.NextDouble() * Math.Max(0, MaxArea - MinArea)));
            var aspect = Math.Exp(((2 * random.NextDouble()) - 1) * Math.Log(MaxAspect));
            var (width, height) = ((int)Math.Round(Math.Sqrt(area / aspect)), (int)Math.Round(Math.Sqrt(area * aspect)));
            if (width >= image.Width || height >= image.Height) continue;
            var erased = image.Crop(0, 0, image.Width, image.Height);
            var (left, top) = (random.Next(image.Width - width + 1), random.Next(image.Height - height + 1));
            for (var y = top; y < top + height; y++)
            {
                for (var x = left; x < left + width; x++) erased.Row(y).Slice(x * RgbImage.BytesPerPixel, 3).Clear();
            }

            return erased;
        }

        return image;
    }

    private static double Share(double value, string name, bool zero) => value <= 1 && (value > 0 || (zero && value == 0))
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be in {(zero ? "[" : "(")}0, 1].");
}

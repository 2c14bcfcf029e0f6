using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Operations out of fourteen, one after the other, at one strength (Cubuk et al. 2019, arXiv 1909.13719): torchvision's
/// <c>RandAugment</c> on PIL images.</summary>
/// <remarks>As for <see cref="TrivialAugment"/>; shifts grow with the image and suit small ones too.</remarks>
public sealed record RandAugment : ImageStep
{
    /// <summary>Operations for an image, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Operations { get; init => field = TrainingRequire.Positive(value, nameof(Operations)); } = 2;

    /// <summary>Their strength, from 0 to 30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 30].</exception>
    public int Magnitude
    {
        get;
        init => field = value is >= 0 and < AugmentationRange.Bins
            ? value : throw new ArgumentOutOfRangeException(nameof(Magnitude), value,
                $"Magnitude: must be from 0 to {AugmentationRange.Bins - 1}.");
    } = 9;

    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        var ranges = AugmentationTable.RandAugment(image.Width, image.Height);
        for (var i = 0; i < Operations; i++) image = ranges[random.Next(ranges.Count)].Apply(image, Magnitude, random);
        return image;
    }
}

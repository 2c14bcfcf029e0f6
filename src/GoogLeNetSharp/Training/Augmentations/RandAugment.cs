using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Applies random operations out of fourteen at a common strength (Cubuk et al. 2019, arXiv 1909.13719): torchvision's
/// <c>RandAugment</c> on PIL images.</summary>
/// <remarks>The remarks of <see cref="TrivialAugment"/> apply; shifts scale with the image, so small images are supported too.</remarks>
public sealed record RandAugment : ImageStep
{
    /// <summary>Number of operations per image, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Operations { get; init => field = TrainingRequire.Positive(value, nameof(Operations)); } = 2;

    /// <summary>Strength of the operations, from 0 to 30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 30].</exception>
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

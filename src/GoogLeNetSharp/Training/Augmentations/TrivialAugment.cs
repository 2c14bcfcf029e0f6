using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Applies one random operation out of fourteen, with one of 31 strengths (Müller and Hutter 2021, arXiv 2103.10158):
/// torchvision's <c>TrivialAugmentWide</c> on PIL images.</summary>
/// <remarks>Operations and strengths are those of torchvision, with the same bytes; the random choices are this library's. Geometric
/// operations use the nearest pixel and fill with black. Requires 8-bit images before normalization, of at least about 64 pixels, because
/// shifts reach 32 pixels.</remarks>
public sealed record TrivialAugment : ImageStep
{
    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        var ranges = AugmentationTable.TrivialAugmentWide;
        return ranges[random.Next(ranges.Count)].Apply(image, random.Next(AugmentationRange.Bins), random);
    }
}

using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>One operation out of fourteen, at a strength out of 31 (Müller and Hutter 2021, arXiv 2103.10158): torchvision's
/// <c>TrivialAugmentWide</c> on PIL images.</summary>
/// <remarks>The operations and the table of strengths are torchvision's, byte for byte; which are drawn depends on this library's source of
/// chance. What turns or shifts an image takes the nearest pixel and fills with black. Expects images of 8 bits, before they are
/// normalised, and no smaller than about 64 pixels: shifts reach 32 pixels.</remarks>
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

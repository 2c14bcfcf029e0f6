using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>An operation with its range of magnitudes: <see cref="Bins"/> evenly spaced values.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Weakest">Magnitude of the first bin.</param>
/// <param name="Strongest">Magnitude of the last bin.</param>
/// <param name="IsSigned">Whether the magnitude is negated for half of the images.</param>
internal sealed record AugmentationRange(AugmentationKind Kind, double Weakest = 0, double Strongest = 0, bool IsSigned = false)
{
    /// <summary>Number of magnitudes, torchvision's default.</summary>
    public const int Bins = 31;

    /// <summary>Gets the magnitude of a bin: <c>torch.linspace</c> in float32, exact to the last bit, or an integer number of bits for
    /// <see cref="AugmentationKind.Posterize"/>.</summary>
    /// <param name="bin">The bin, from 0 to <see cref="Bins"/> - 1.</param>
    public double Magnitude(int bin)
    {
        var share = (double)bin / (Bins - 1);
        return Kind == AugmentationKind.Posterize
            ? Weakest + Math.Round((Strongest - Weakest) * share)
            : (float)(Weakest + ((Strongest - Weakest) * share));
    }

    /// <summary>Applies the operation.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="bin">The bin of the magnitude.</param>
    /// <param name="random">Random generator of the sign.</param>
    public RgbImage Apply(RgbImage image, int bin, Random random)
    {
        var magnitude = Magnitude(bin);
        return AugmentationOperations.Apply(image, Kind, IsSigned && random.Next(2) == 1 ? -magnitude : magnitude);
    }
}

using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Changes brightness, contrast, saturation and hue by random amounts in random order, like torchvision's <c>ColorJitter</c> on a
/// PIL image.</summary>
public sealed record ColorJitter : ImageStep
{
    /// <summary>Range of the Brightness factor: from max(0, 1 - value) to 1 + value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double Brightness { get; init => field = Amount(value, nameof(Brightness)); }

    /// <summary>Range of the Contrast factor: from max(0, 1 - value) to 1 + value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double Contrast { get; init => field = Amount(value, nameof(Contrast)); }

    /// <summary>Range of the Saturation factor: from max(0, 1 - value) to 1 + value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double Saturation { get; init => field = Amount(value, nameof(Saturation)); }

    /// <summary>Maximum rotation of the hue in either direction, as a share of the color circle, from 0 to 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 0.5].</exception>
    public double Hue
    {
        get;
        init => field = value is >= 0 and <= 0.5
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Hue), value, "Hue: must be from 0 to 0.5.");
    }

    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        var changed = image.Crop(0, 0, image.Width, image.Height);
        ReadOnlySpan<int> order = [0, 1, 2, 3];
        Span<int> shuffled = stackalloc int[order.Length];
        order.CopyTo(shuffled);
        random.Shuffle(shuffled);
        foreach (var change in shuffled)
        {
            switch (change)
            {
                case 0 when Brightness > 0: ColorAdjustment.Brightness(changed, Factor(random, Brightness)); break;
                case 1 when Contrast > 0: ColorAdjustment.Contrast(changed, Factor(random, Contrast)); break;
                case 2 when Saturation > 0: ColorAdjustment.Saturation(changed, Factor(random, Saturation)); break;
                case 3 when Hue > 0: ColorAdjustment.Hue(changed, ((2 * random.NextDouble()) - 1) * Hue); break;
            }
        }

        return changed;
    }

    private static double Amount(double value, string name) => value is >= 0 and < double.PositiveInfinity
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be 0 or more.");

    private static float Factor(Random random, double amount)
    {
        var low = Math.Max(1 - amount, 0);
        return (float)(low + ((1 + amount - low) * random.NextDouble()));
    }
}

using System.Runtime.InteropServices;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Flips an image horizontally with probability 0.5.</summary>
public sealed record RandomHorizontalFlip : ImageStep
{
    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextDouble() >= 0.5) return image;
        var flipped = image.Crop(0, 0, image.Width, image.Height);
        for (var y = 0; y < flipped.Height; y++) MemoryMarshal.Cast<byte, uint>(flipped.Row(y)).Reverse();
        return flipped;
    }
}

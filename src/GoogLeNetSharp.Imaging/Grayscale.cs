namespace GoogLeNetSharp.Imaging;

/// <summary>Makes an image gray: each channel becomes the brightness 0.299 R + 0.587 G + 0.114 B (ITU-R 601-2).</summary>
/// <remarks>
/// Byte for byte torchvision's <c>Grayscale</c> on a PIL image. With a <see cref="Normalization"/> of three numbers the tensor has three
/// equal channels
/// (<c>num_output_channels=3</c>); one of a single number makes one channel, and does so without this step too, after all others.
/// </remarks>
public sealed record Grayscale : ImageStep
{
    /// <inheritdoc/>
    public override RgbImage Apply(RgbImage image, Random random)
    {
        ArgumentNullException.ThrowIfNull(image);
        var gray = new RgbImage(image.Width, image.Height);
        var from = image.Pixels;
        var to = gray.Pixels;
        for (var i = 0; i < from.Length; i += RgbImage.BytesPerPixel)
            to.Slice(i, 3).Fill(Luma.Of(from[i], from[i + 1], from[i + 2]));
        return gray;
    }
}

namespace GoogLeNetSharp.Imaging;

/// <summary>Converts an image to gray: sets each channel to the luma 0.299 R + 0.587 G + 0.114 B (ITU-R 601-2).</summary>
/// <remarks>
/// Gives the same bytes as torchvision's <c>Grayscale</c> on a PIL image. With a three-channel <see cref="Normalization"/>, the tensor has
/// three equal channels (<c>num_output_channels=3</c>). A one-channel normalization converts to gray itself, after all steps, and does not
/// need this step.
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

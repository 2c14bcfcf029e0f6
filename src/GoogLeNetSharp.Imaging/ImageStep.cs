namespace GoogLeNetSharp.Imaging;

/// <summary>One step of an <see cref="ImageTransform"/>: makes an image of an image. Immutable, so that many threads may use one.</summary>
public abstract record ImageStep
{
    /// <summary>Applies the step.</summary>
    /// <param name="image">The image; the step may return it unchanged but does not write to it.</param>
    /// <param name="random">The only source of chance a step may use, so that the same source gives the same image.</param>
    /// <returns>The result.</returns>
    public abstract RgbImage Apply(RgbImage image, Random random);
}

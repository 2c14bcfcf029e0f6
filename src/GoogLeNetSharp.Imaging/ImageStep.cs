namespace GoogLeNetSharp.Imaging;

/// <summary>A step of an <see cref="ImageTransform"/> that maps an image to an image. Immutable and thread-safe.</summary>
public abstract record ImageStep
{
    /// <summary>Applies the step.</summary>
    /// <param name="image">The image; the step may return it unchanged but does not write to it.</param>
    /// <param name="random">The only source of randomness of a step, so that the same source gives the same image.</param>
    /// <returns>The result.</returns>
    public abstract RgbImage Apply(RgbImage image, Random random);
}

namespace GoogLeNetSharp.Imaging;

/// <summary>Converts a decoded image to a network's input: a sequence of steps, then the normalization. Immutable and
/// thread-safe.</summary>
/// <example><code>new ImageTransform([new Resize(256), new CenterCrop(224)], Normalization.ImageNet)</code></example>
public sealed class ImageTransform
{
    /// <summary>Initializes a transform.</summary>
    /// <param name="steps">The steps in order; may be empty.</param>
    /// <param name="normalization">The normalization.</param>
    /// <exception cref="ArgumentNullException">An argument or a step is null.</exception>
    public ImageTransform(IReadOnlyList<ImageStep> steps, Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(normalization);
        foreach (var step in steps) ArgumentNullException.ThrowIfNull(step, nameof(steps));
        Steps = [.. steps];
        Normalization = normalization;
    }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<ImageStep> Steps { get; }

    /// <summary>The normalization.</summary>
    public Normalization Normalization { get; }

    /// <summary>Applies the transform to an image.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="random">Random generator of random steps, or null for <see cref="Random.Shared"/>.</param>
    /// <returns>C x H x W in row-major order, where C is <see cref="Normalization.Channels"/>, and H and W.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="image"/> is null.</exception>
    /// <exception cref="ArgumentException">The result would exceed 2 GB.</exception>
    public (float[] Values, int Height, int Width) ToValues(RgbImage image, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        image = ApplySteps(image, random ?? Random.Shared);
        Normalization.CheckFits(image);
        var values = new float[Normalization.Channels * image.Count];
        Normalization.Write(image, values);
        return (values, image.Height, image.Width);
    }

    /// <summary>Applies the steps to an image, without the normalization.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <returns>The image after the steps.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="image"/> is null.</exception>
    public RgbImage View(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return ApplySteps(image, Random.Shared);
    }

    /// <summary>Returns the steps and the normalization.</summary>
    public override string ToString() => string.Join(", ", [.. Steps, Normalization]);

    internal RgbImage ApplySteps(RgbImage image, Random random)
    {
        for (var i = 0; i < Steps.Count; i++) image = ApplyStep(ref i, image, random);
        return image;
    }

    /// <summary>Applies the steps to an image from a file. Exceptions of a step are converted to an error that names the file and the
    /// step.</summary>
    internal RgbImage ApplySteps(RgbImage image, Random random, string file)
    {
        for (var i = 0; i < Steps.Count; i++)
        {
            var step = Steps[i];
            try
            {
                image = ApplyStep(ref i, image, random);
            }
            catch (Exception exception) when (ImageError.IsOfTheImage(exception))
            {
                throw new InvalidDataException($"{file}: cannot be transformed by {step.GetType().Name}: {exception.Message}", exception);
            }
        }

        return image;
    }

    // computes only what the next step keeps, which saves most of the pixels of a long, thin image
    private RgbImage ApplyStep(ref int i, RgbImage image, Random random) =>
        Steps[i] is Resize resize && i + 1 < Steps.Count && Steps[i + 1] is CenterCrop ? resize.Apply(image, (CenterCrop)Steps[++i])
            : Steps[i].Apply(image, random);
}

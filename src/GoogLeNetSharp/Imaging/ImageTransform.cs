using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>From a decoded image to a network's input: steps in order, then the normalisation. Immutable and safe for many threads.</summary>
/// <example><code>new ImageTransform([new Resize(256), new CenterCrop(224)], Normalization.ImageNet)</code></example>
public sealed class ImageTransform
{
    /// <summary>Makes a transform.</summary>
    /// <param name="steps">The steps in order; none leaves the image as it is.</param>
    /// <param name="normalization">How bytes become numbers.</param>
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

    /// <summary>How bytes become numbers.</summary>
    public Normalization Normalization { get; }

    /// <summary>Transforms an image.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="random">Source of chance for random steps; <see cref="Random.Shared"/> where null.</param>
    /// <returns>3 x H x W, float32, on the CPU.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="image"/> is null.</exception>
    public Tensor Apply(RgbImage image, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Normalization.ToTensor(ApplySteps(image, random ?? Random.Shared));
    }

    /// <summary>The steps and the normalisation.</summary>
    public override string ToString() => string.Join(", ", [.. Steps, Normalization]);

    internal RgbImage ApplySteps(RgbImage image, Random random) => Steps.Aggregate(image, (current, step) => step.Apply(current, random));
}

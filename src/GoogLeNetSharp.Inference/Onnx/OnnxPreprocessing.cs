namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Preprocessing included in an exported file: the input is uint8 N x H x W x C, the bytes of a decoded image (RGB for the presets), and
/// each channel is normalized as (x / 255 - mean) / deviation.
/// </summary>
public sealed record OnnxPreprocessing
{
    /// <summary>Initializes the settings.</summary>
    /// <param name="mean">Mean of each channel, of pixels in [0, 1].</param>
    /// <param name="standardDeviation">Standard deviation of each channel, of pixels in [0, 1]; above 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The lists are empty or have different lengths, a value is not finite, or a deviation is not
    /// above 0.</exception>
    public OnnxPreprocessing(IReadOnlyList<double> mean, IReadOnlyList<double> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        if (mean.Count == 0 || mean.Any(value => !double.IsFinite(value)))
            throw new ArgumentException($"mean: must be one finite number per channel, got [{Text(mean)}].", nameof(mean));
        if (standardDeviation.Count != mean.Count)
        {
            throw new ArgumentException(
                $"standardDeviation: must be as many numbers as mean, {mean.Count}, got {standardDeviation.Count}.",
                nameof(standardDeviation));
        }

        if (standardDeviation.Any(value => !(double.IsFinite(value) && value > 0)))
            throw new ArgumentException($"standardDeviation: must be above 0, got [{Text(standardDeviation)}].", nameof(standardDeviation));
        Mean = new ReadableList<double>(mean);
        StandardDeviation = new ReadableList<double>(standardDeviation);
    }

    /// <summary>ImageNet's statistics, as used by torchvision's published weights: mean 0.485, 0.456, 0.406, deviation 0.229, 0.224, 0.225
    /// (red, green, blue).</summary>
    public static OnnxPreprocessing ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Mean of each channel, of pixels in [0, 1].</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>Standard deviation of each channel, of pixels in [0, 1].</summary>
    public IReadOnlyList<double> StandardDeviation { get; }

    private static string Text(IReadOnlyList<double> values) =>
        string.Join(", ", values.Select(value => FormattableString.Invariant($"{value}")));
}

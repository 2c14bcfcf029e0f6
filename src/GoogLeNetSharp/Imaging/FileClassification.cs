namespace GoogLeNetSharp.Imaging;

/// <summary>The classification of an image file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Predictions">The most probable classes, in descending order; empty if the file could not be read.</param>
/// <param name="Error">The error if the file could not be read, otherwise null.</param>
public sealed record FileClassification(string Path, IReadOnlyList<Prediction> Predictions, string? Error)
{
    /// <summary>Returns the classification in one line: <c>photo.jpg: cat 70.0%, dog 20.0%</c>; or the error, which names the
    /// file.</summary>
    public override string ToString() => Error ?? $"{Path}: {string.Join(", ", Predictions.Select(prediction =>
        FormattableString.Invariant($"{prediction.Label} {100 * prediction.Probability:F1}%")))}";
}

namespace GoogLeNetSharp.Imaging;

/// <summary>What came of one image file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Predictions">The most probable classes, the first the most; none where the file could not be read.</param>
/// <param name="Error">Why the file could not be read; null where it could.</param>
public sealed record FileClassification(string Path, IReadOnlyList<Prediction> Predictions, string? Error)
{
    /// <summary>The classification in one line: <c>photo.jpg: cat 70.0%, dog 20.0%</c>; or the error, which names the file.</summary>
    public override string ToString() => Error ?? $"{Path}: {string.Join(", ", Predictions.Select(prediction =>
        FormattableString.Invariant($"{prediction.Label} {100 * prediction.Probability:F1}%")))}";
}

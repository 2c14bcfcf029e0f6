namespace GoogLeNetSharp.Imaging;

/// <summary>What came of one image file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Predictions">The most probable classes, the first the most; none where the file could not be read.</param>
/// <param name="Error">Why the file could not be read; null where it could.</param>
public sealed record FileClassification(string Path, IReadOnlyList<Prediction> Predictions, string? Error);

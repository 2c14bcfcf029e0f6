namespace GoogLeNetSharp.Imaging;

/// <summary>A file on its way through an <see cref="ImageClassifier"/>: its image after the transform's steps, or why there is
/// none.</summary>
internal sealed record DecodedFile(string Path, RgbImage? Image, string? Error);

namespace GoogLeNetSharp.Imaging;

/// <summary>A file being processed by an <see cref="ImageClassifier"/>: its transformed image, or the error.</summary>
internal sealed record DecodedFile(string Path, RgbImage? Image, string? Error);

namespace GoogLeNetSharp.Training;

/// <summary>An image file that could not be used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Cause">Why not, naming the file.</param>
public sealed record SkippedImage(string Path, string Cause);

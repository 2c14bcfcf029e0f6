namespace GoogLeNetSharp.Training;

/// <summary>A file that could not be decoded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Cause">Why not, naming the file.</param>
public sealed record SkippedImage(string Path, string Cause);

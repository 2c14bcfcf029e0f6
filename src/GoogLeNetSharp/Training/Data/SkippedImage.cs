namespace GoogLeNetSharp.Training;

/// <summary>An image file that could not be used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Cause">The cause, which names the file.</param>
public sealed record SkippedImage(string Path, string Cause);

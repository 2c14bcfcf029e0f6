namespace GoogLeNetSharp.Training;

/// <summary>A file or folder below an image folder that is no item.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Reason">Why it is none.</param>
public sealed record LeftOutEntry(string Path, string Reason);

namespace GoogLeNetSharp.Training;

/// <summary>A file or folder in an image folder that is not an item.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Reason">The reason.</param>
public sealed record LeftOutEntry(string Path, string Reason);

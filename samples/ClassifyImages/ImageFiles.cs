using System.IO.Enumeration;

namespace GoogLeNetSharp.Samples.ClassifyImages;

/// <summary>Expands command-line arguments to image files.</summary>
internal static class ImageFiles
{
    // includes formats that are not always supported, so that unreadable files are reported instead of ignored
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"];

    private static readonly EnumerationOptions AllLevels = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };

    /// <summary>
    /// Lists the images in a folder and its subfolders, in ordinal order, without hidden files and links to folders. Any other path is
    /// returned unchanged.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <exception cref="InvalidDataException">The folder contains no images.</exception>
    public static IEnumerable<string> Of(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var images = new FileSystemEnumerable<string>(path, (ref entry) => entry.ToSpecifiedFullPath(), AllLevels)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && IsImage(entry.FileName),
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.Order(StringComparer.Ordinal).ToArray();
        return images.Length > 0
            ? images : throw new InvalidDataException($"{path}: expected image files ({string.Join(", ", Extensions)}), got none.");
    }

    private static bool IsImage(ReadOnlySpan<char> fileName)
    {
        var extension = Path.GetExtension(fileName);
        foreach (var known in Extensions)
            if (extension.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Training;

/// <summary>Lists a folder of images with one subfolder per class.</summary>
/// <remarks>
/// Each real folder is listed once: first all folders reached without links, then targets of links, unless already listed or an ancestor.
/// Files are in ordinal order of their paths within their class.
/// </remarks>
internal sealed class FolderListing
{
    private const string Hidden = "it is hidden, or made by a system or a tool";

    private static readonly string[] Readable = [".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".gif"];

    private static readonly string[] Unreadable =
    [
        ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".tga", ".psd", ".svg", ".ico",
        ".exr", ".hdr", ".dng",
    ];

    // names that do not begin with a dot
    private static readonly string[] MadeByTools =
        ["__MACOSX", "__pycache__", "@eaDir", "lost+found", "$RECYCLE.BIN", "System Volume Information"];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _root;
    private readonly HashSet<string> _listed = new(RealPath.Comparer);
    private readonly List<(string Path, int Label)> _files = [];
    private readonly List<SkippedImage> _skipped = [];
    private readonly List<LeftOutEntry> _leftOut = [];
    private readonly Queue<(string Path, int Label)> _links = [];

    /// <summary>Lists the folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolders, or one of them has no images.</exception>
    public FolderListing(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _root = RealPath.Of(folder) ?? throw new DirectoryNotFoundException($"{folder}: no such folder.");
        var classes = ClassFolders(folder);
        if (classes.Count == 0) throw new InvalidDataException($"{folder}: expected one subfolder per class, got none.");
        Folders = [.. classes.Select(entry => entry.Path)];
        for (var label = 0; label < classes.Count; label++) List(classes[label].Path, classes[label].Real, label);
        while (_links.TryDequeue(out var link))
        {
            if (TryClaim(link.Path) is { } real) List(link.Path, real, link.Label);
        }

        _files.Sort((one, other) => one.Label != other.Label ? one.Label.CompareTo(other.Label)
            : string.CompareOrdinal(one.Path, other.Path));
        var empty = Enumerable.Range(0, Folders.Count).Except(_files.Select(file => file.Label)).Order().Select(label => Folders[label])
            .FirstOrDefault();
        if (empty is not null)
        {
            throw new InvalidDataException($"{empty}: expected images ({string.Join(", ", Readable)}) of class {Path.GetFileName(empty)}, "
                + "got none.");
        }
    }

    /// <summary>The class folders by label.</summary>
    public IReadOnlyList<string> Folders { get; }

    public string[] Classes => [.. Folders.Select(folder => Path.GetFileName(folder))];

    public IReadOnlyList<(string Path, int Label)> Files => _files;

    /// <summary>Image files that are not items.</summary>
    public IReadOnlyList<SkippedImage> Skipped => _skipped;

    /// <summary>Other files and folders that are not items.</summary>
    public IReadOnlyList<LeftOutEntry> LeftOut => _leftOut;

    // All class folders are registered before any is listed, so that a link from one class to another adds no items.
    private List<(string Path, string Real)> ClassFolders(string folder)
    {
        _listed.Add(_root);
        var classes = new List<(string Path, string Real)>();
        var links = new List<string>();
        foreach (var entry in Entries(folder))
        {
            var path = Path.Combine(folder, entry.Name);
            if (IsHidden(entry)) LeaveOut(path, Hidden);
            else if (entry is not DirectoryInfo) LeaveOut(path, "it is a file beside the folders of the classes");
            else if (entry.LinkTarget is not null) links.Add(path);
            else classes.Add((path, Claim(Path.Combine(_root, entry.Name))));
        }

        foreach (var link in links)
        {
            if (TryClaim(link) is { } real) classes.Add((link, real));
        }

        classes.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return classes;
    }

    private void List(string folder, string real, int label)
    {
        foreach (var entry in Entries(folder))
        {
            var (path, realPath) = (Path.Combine(folder, entry.Name), Path.Combine(real, entry.Name));
            if (IsHidden(entry)) LeaveOut(path, Hidden);
            else if (entry is not DirectoryInfo) AddFile(path, label);
            else if (entry.LinkTarget is not null) _links.Enqueue((path, label));
            else if (_listed.Contains(realPath)) LeaveOut(path, "it is listed already, through another path");
            else List(path, Claim(realPath), label);
        }
    }

    private void AddFile(string path, int label)
    {
        var extension = Path.GetExtension(path);
        if (Unreadable.Contains(extension, StringComparer.OrdinalIgnoreCase)) Skip($"{extension.ToLowerInvariant()} files cannot be read");
        else if (!Readable.Contains(extension, StringComparer.OrdinalIgnoreCase)) LeaveOut(path, "its extension is not that of an image");
        else if (FileKinds.Of(path) is not (FileKind.None or FileKind.Regular) and var kind)
            Skip($"it is {FileKinds.Describe(kind)}, not a file");
        else _files.Add((path, label));

        void Skip(string cause) => _skipped.Add(new SkippedImage(path, $"{path}: cannot be read as an image: {cause}."));
    }

    private string Claim(string real)
    {
        _listed.Add(real);
        return real;
    }

    // the target of a link, if it has to be listed
    private string? TryClaim(string link)
    {
        var real = RealPath.Of(link);
        if (real is null) LeaveOut(link, "it is a link that leads nowhere");
        else if (RealPath.IsWithin(_root, real)) LeaveOut(link, $"it is a link to {real}, which contains this folder");
        else if (!_listed.Add(real)) LeaveOut(link, $"it is a link to {real}, which is already listed");
        else return real;
        return null;
    }

    private List<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything)
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            LeaveOut(folder, folder.Contains('\uFFFD') ? "its name is no valid Unicode, so that it cannot be opened" : exception.Message);
            return [];
        }
    }

    private static bool IsHidden(FileSystemInfo entry) =>
        entry.Name.StartsWith('.') || MadeByTools.Contains(entry.Name, StringComparer.Ordinal)
            || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));

    private void LeaveOut(string path, string reason) => _leftOut.Add(new LeftOutEntry(path, reason));
}

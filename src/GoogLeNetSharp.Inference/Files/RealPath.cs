namespace GoogLeNetSharp.Files;

/// <summary>Resolves all links in the path of a folder, so that equal folders have equal paths.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;           // the limit of Linux

    /// <summary>The comparison of paths on this system.</summary>
    public static StringComparer Comparer { get; } = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Gets the real path, or null if a link is broken or circular.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var pending = new Stack<string>();
        Push(full[current.Length..]);
        while (pending.TryPop(out var part))
        {
            if (part is ".") continue;
            if (part is "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, part);
            var target = new DirectoryInfo(next).LinkTarget;
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks) return null;
            if (Path.IsPathRooted(target)) current = Path.GetPathRoot(target)!;
            Push(Path.IsPathRooted(target) ? target[Path.GetPathRoot(target)!.Length..] : target);
        }

        return Directory.Exists(current) ? current : null;

        void Push(string relative)
        {
            char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
            foreach (var part in relative.Split(separators, StringSplitOptions.RemoveEmptyEntries).Reverse()) pending.Push(part);
        }
    }

    /// <summary>Whether a folder equals another or is below it; both are real paths.</summary>
    public static bool IsWithin(string folder, string other) =>
        Comparer.Equals(folder, other) || (Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(other) + Path.DirectorySeparatorChar,
            OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}

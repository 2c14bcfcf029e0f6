namespace GoogLeNetSharp.Files;

/// <summary>
/// Writes files atomically: a regular file has the old or the complete new content, flushed to disk. Pipes and character devices are
/// written to directly; existing items are never replaced by a file of another kind.
/// </summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes to <c>PATH.*.tmp</c> beside <paramref name="path"/> and renames the file after <paramref name="write"/> has returned. If it
    /// throws, the temporary file is deleted. A symbolic link is kept, and its target is replaced. The permissions of an existing file are
    /// kept.
    /// </summary>
    /// <remarks>
    /// Pipes and character devices are written to directly. Block devices and sockets are rejected, and so is everything that cannot be
    /// read back if <paramref name="readsBack"/> is true.
    /// </remarks>
    /// <param name="path">Path of the file.</param>
    /// <param name="write">Writes to the stream.</param>
    /// <param name="readsBack">Whether <paramref name="write"/> also reads and seeks in the stream.</param>
    /// <exception cref="IOException">The path is a directory, its folder does not exist, it is not a suitable file, or writing
    /// fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder is not writable.</exception>
    internal static void Write(string path, Action<FileStream> write, bool readsBack = false)
    {
        FileKind kind = FileKinds.Of(path);
        switch (kind)
        {
            case FileKind.None or FileKind.Regular:
                Replace(path, write);
                break;
            case FileKind.Pipe or FileKind.Device when readsBack:
                throw new IOException(
                    $"path: {path} is {FileKinds.Describe(kind)}; a regular file is needed, for what is written is read back.");
            case FileKind.Pipe or FileKind.Device:
                using (FileStream stream = OpenSpecial(path)) write(stream);
                break;
            default:
                throw new IOException($"path: {path} is {FileKinds.Describe(kind)}; a file is needed.");
        }
    }

    /// <summary>Opens an existing pipe or character device for writing.</summary>
    internal static FileStream OpenSpecial(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"path: {path} may not be written to.", e);
        }
    }

    private static void Replace(string path, Action<FileStream> write)
    {
        string target = Target(path);
        CheckTarget(path, target);
        (FileStream created, string temporary) = Create(path, target);
        try
        {
            using (created)
            {
                write(created);
                created.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string Target(string path)
    {
        try
        {
            return new FileInfo(path) is { LinkTarget: not null } link
                ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
                : Path.GetFullPath(path);
        }
        catch (PathTooLongException e)
        {
            throw new PathTooLongException($"path: {path} cannot be written, its name is too long.", e);
        }
    }

    private static void CheckTarget(string path, string target)
    {
        string? folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"path: {path} cannot be written, its folder {folder} does not exist.");
        }
        try
        {
            // by trying, because permission bits do not reflect root, access lists and the file system
            using (File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
            }
        }
        catch (FileNotFoundException)
        {
            // A new file.
        }
        catch (PathTooLongException e)
        {
            throw new PathTooLongException($"path: {path} cannot be written, its name is too long.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"path: {path} is read-only.", e);
        }
    }

    private static (FileStream Stream, string Path) Create(string path, string target)
    {
        // a short name for targets whose name has nearly the maximum length
        string unique = FormattableString.Invariant($"{Guid.NewGuid():N}.tmp"), folder = Path.GetDirectoryName(target)!;
        string temporary = FormattableString.Invariant($"{target}.{unique}");
        try
        {
            try
            {
                return (Open(temporary), temporary);
            }
            catch (PathTooLongException)
            {
                temporary = Path.Combine(folder, unique);
                return (Open(temporary), temporary);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"path: {path} cannot be written, its folder {folder} is not writable.", e);
        }

        static FileStream Open(string file) => new(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }
}

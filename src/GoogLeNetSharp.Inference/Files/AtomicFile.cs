namespace GoogLeNetSharp.Files;

/// <summary>
/// The one way in which the library writes files: a regular file holds the old content or the new, complete and on the disk, and never a
/// part. A pipe or a character device is written through, and nothing that exists is ever replaced by a file of another kind.
/// </summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/>, to <c>PATH.*.tmp</c>, and takes its place when <paramref name="write"/> has returned; where
    /// that throws, nothing is left. A symbolic link stays: the file it points to is replaced. An old file's permissions go to the new one.
    /// </summary>
    /// <remarks>
    /// To a pipe or a character device the bytes go as they come. Block devices and sockets are refused, and so is everything that cannot
    /// be read back where <paramref name="readsBack"/> asks for it.
    /// </remarks>
    /// <param name="path">Where the file goes.</param>
    /// <param name="write">Fills the stream.</param>
    /// <param name="readsBack">Whether <paramref name="write"/> seeks in the stream and reads it.</param>
    /// <exception cref="IOException">The path is a directory, its folder does not exist, it is no file that can be written so, or the disk
    /// refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder may not be written to.</exception>
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
            // By trying: permission bits do not say what root, an access list or the file system allows.
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
        // The short name is for targets whose name leaves no room for more.
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

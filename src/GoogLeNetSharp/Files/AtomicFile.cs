namespace GoogLeNetSharp.Files;

/// <summary>Writes a file so that its place holds the old content or the new, complete and on the disk, and never a part.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/>, to <c>PATH.*.tmp</c>, and takes its place when <paramref name="write"/> has returned; where that throws, nothing
    /// is left. A symbolic link stays: the file it points to is replaced. An old file's permissions go to the new one.
    /// </summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="write">Fills the stream, which can be read back.</param>
    /// <exception cref="IOException">The path is a directory, its folder does not exist, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder may not be written to.</exception>
    internal static void Write(string path, Action<FileStream> write)
    {
        string target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path.GetFullPath(path);
        CheckTarget(path, target);
        string temporary = FormattableString.Invariant($"{target}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = Create(path, temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
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

    private static void CheckTarget(string path, string target)
    {
        if (Directory.Exists(target)) throw new IOException($"path: {path} is a directory; a file is needed.");
        string? folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"path: {path} cannot be written, its folder {folder} does not exist.");
        if (File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException($"path: {path} is read-only.");
    }

    private static FileStream Create(string path, string temporary)
    {
        try
        {
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"path: {path} cannot be written, its folder {Path.GetDirectoryName(temporary)} is not writable.", e);
        }
    }
}

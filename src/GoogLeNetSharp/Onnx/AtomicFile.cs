namespace GoogLeNetSharp.Onnx;

/// <summary>Writes a file so that its place holds the old content or the new, complete and on the disk, and never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/> and takes its place when <paramref name="write"/> has returned; where that throws, nothing is left.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="write">Fills the stream, which can be read back.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            write(stream);
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            stream.Dispose();
            File.Delete(temporary);
            throw;
        }
    }
}

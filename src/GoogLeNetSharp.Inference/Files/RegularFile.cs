namespace GoogLeNetSharp.Files;

/// <summary>Opens what is read from start to end and more than once: regular files only.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; a link to one is followed.</param>
    /// <param name="what">What is expected, for the message: "a weights file".</param>
    /// <exception cref="IOException">The path names a directory, a pipe, a device or a socket, or the file cannot be opened.</exception>
    internal static FileStream OpenRead(string path, string what)
    {
        FileKind kind = FileKinds.Of(path);
        if (kind is not (FileKind.None or FileKind.Regular)) throw new IOException($"{path}: is {FileKinds.Describe(kind)}, not {what}.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    }
}

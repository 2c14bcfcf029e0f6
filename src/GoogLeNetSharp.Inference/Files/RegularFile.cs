namespace GoogLeNetSharp.Files;

/// <summary>Opens files for repeated reading, which must be regular files.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="what">Description for messages, for example "a weights file".</param>
    /// <exception cref="IOException">The path names a directory, a pipe, a device or a socket, or the file cannot be opened.</exception>
    internal static FileStream OpenRead(string path, string what)
    {
        FileKind kind = FileKinds.Of(path);
        if (kind is not (FileKind.None or FileKind.Regular)) throw new IOException($"{path}: is {FileKinds.Describe(kind)}, not {what}.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    }
}

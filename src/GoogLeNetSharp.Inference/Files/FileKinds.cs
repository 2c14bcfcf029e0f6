using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GoogLeNetSharp.Files;

/// <summary>Distinguishes regular files from pipes and devices, which merely opening can block, drain or replace.</summary>
internal static unsafe partial class FileKinds
{
    // st_mode of POSIX; the same values on Linux, macOS and FreeBSD.
    private const int KindMask = 0xf000;

    /// <summary>Gets the kind of item that <paramref name="path"/> refers to, after following links.</summary>
    internal static FileKind Of(string path)
    {
        if (Directory.Exists(path)) return FileKind.Directory;
        if (OperatingSystem.IsWindows())
        {
            if (Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal)) return FileKind.Device;
            return File.Exists(path) ? FileKind.Regular : FileKind.None;
        }

        Status status = default;
        if (Stat(Path.GetFullPath(path), &status) != 0) return FileKind.None;
        return (status.Mode & KindMask) switch
        {
            0x1000 => FileKind.Pipe,
            0x2000 => FileKind.Device,
            0x6000 => FileKind.BlockDevice,
            0xc000 => FileKind.Socket,
            _ => FileKind.Regular,
        };
    }

    /// <summary>Returns the kind for a message, for example "a pipe".</summary>
    internal static string Describe(FileKind kind) => kind switch
    {
        FileKind.Directory => "a directory",
        FileKind.Pipe => "a pipe",
        FileKind.Device => "a device",
        FileKind.BlockDevice => "a block device",
        FileKind.Socket => "a socket",
        FileKind.Regular => "a regular file",
        _ => "nothing",
    };

    // .NET has no public API for a file's kind; its native library on Unix has this function.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, Status* status);

    // the start of the runtime's FileStatus; the rest is unused but needs space
    [StructLayout(LayoutKind.Sequential)]
    private struct Status
    {
        internal int Flags;
        internal int Mode;
        internal Rest Remaining;
    }

    [InlineArray(64)]
    private struct Rest
    {
        private long _first;
    }
}

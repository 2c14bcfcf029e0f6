namespace GoogLeNetSharp.Files;

/// <summary>Kinds of items that a path refers to, after following links.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or an inaccessible item.</summary>
    None,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A pipe.</summary>
    Pipe,

    /// <summary>A character device, such as a terminal or <c>/dev/null</c>.</summary>
    Device,

    /// <summary>A block device, such as a disk.</summary>
    BlockDevice,

    /// <summary>A socket.</summary>
    Socket,
}

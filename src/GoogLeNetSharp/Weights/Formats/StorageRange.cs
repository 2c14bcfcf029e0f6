using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The location of a storage's bytes. Storages are compared by reference: tensors with a common storage refer to the same
/// instance.</summary>
/// <param name="kind">The format's term for it: <c>storage</c>, <c>entry</c> or <c>tensor</c>.</param>
/// <param name="name">Its name in the file.</param>
/// <param name="offset">First byte in the file.</param>
/// <param name="length">Bytes of the storage itself.</param>
internal sealed class StorageRange(string kind, string name, long offset, long length)
{
    /// <summary>Name in errors, for example <c>entry 'archive/data/0'</c>.</summary>
    internal string Place => $"{kind} {InvalidFile.Quote(name)}";

    internal long Offset { get; } = offset;

    internal long Length { get; } = length;

    /// <summary>Compressed size in bytes if the storage is compressed (deflate), otherwise null.</summary>
    internal long? DeflatedLength { get; init; }

    /// <summary>The checksum of the storage in the file, or null if the format has none.</summary>
    internal uint? Crc32 { get; init; }

    /// <summary>The bytes, if held in memory instead of the file.</summary>
    internal ByteSource? Held { get; init; }

    /// <summary>Whether the elements are booleans, for which only the bytes 0 and 1 are valid.</summary>
    internal bool IsBool { get; init; }
}

using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Where the bytes of one storage lie. Storages are told apart by reference: tensors that share one hold the same
/// instance.</summary>
/// <param name="kind">What the format calls it: <c>storage</c>, <c>entry</c> or <c>tensor</c>.</param>
/// <param name="name">Its name in the file.</param>
/// <param name="offset">First byte in the file.</param>
/// <param name="length">Bytes of the storage itself.</param>
internal sealed class StorageRange(string kind, string name, long offset, long length)
{
    /// <summary>What errors call it, for example <c>entry 'archive/data/0'</c>.</summary>
    internal string Place => $"{kind} {InvalidFile.Quote(name)}";

    internal long Offset { get; } = offset;

    internal long Length { get; } = length;

    /// <summary>Bytes in the file when the storage is compressed (deflate), else null.</summary>
    internal long? DeflatedLength { get; init; }

    /// <summary>The checksum the file states for the storage, where its format has one.</summary>
    internal uint? Crc32 { get; init; }

    /// <summary>The bytes, where they are held in memory instead of standing in the file.</summary>
    internal ByteSource? Held { get; init; }

    /// <summary>Whether the elements are booleans, of which only the bytes 0 and 1 are valid.</summary>
    internal bool IsBool { get; init; }
}

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>An entry of a zip archive's central directory, validated against its local header.</summary>
/// <param name="Name">Path in the archive, with forward slashes.</param>
/// <param name="Data">First byte of the entry's data in the file.</param>
/// <param name="StoredLength">Bytes in the file.</param>
/// <param name="Length">Bytes after decompression.</param>
/// <param name="IsDeflated">Whether the data is compressed; otherwise it is stored.</param>
/// <param name="Crc32">Checksum of the decompressed data.</param>
internal sealed record ZipEntryRecord(string Name, long Data, long StoredLength, long Length, bool IsDeflated, uint Crc32);

using System.IO.Compression;
using System.IO.Hashing;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Reads the bytes of a storage, compressed or not, and converts errors to those of this library.</summary>
internal sealed class StorageStream : IDisposable
{
    internal const int BufferSize = 128 * 1024;

    private readonly ByteSource _source;
    private readonly StorageRange _storage;
    private readonly Stream _stream;

    internal StorageStream(ByteSource source, StorageRange storage)
    {
        _source = source;
        _storage = storage;
        _stream = storage.DeflatedLength is long deflated
            ? new DeflateStream(source.OpenRange(storage.Offset, deflated), CompressionMode.Decompress)
            : (storage.Held ?? source).OpenRange(storage.Offset, storage.Length);
    }

    internal long Position { get; private set; }

    /// <summary>Seeks to a byte of the storage; forwards only if the storage is compressed.</summary>
    internal void MoveTo(long position)
    {
        if (_storage.DeflatedLength is null) _stream.Position = Position = position;
        Span<byte> skipped = stackalloc byte[1024];
        while (Position < position) Fill(skipped[..(int)Math.Min(skipped.Length, position - Position)]);
    }

    internal void Fill(Span<byte> destination)
    {
        if (Read(destination) < destination.Length)
        {
            throw InvalidFile.At(_source.Name, _storage.Place,
                $"the compressed data ends before the {_storage.Length} bytes stated in the file");
        }

        Position += destination.Length;
    }

    /// <summary>
    /// Reads the whole storage once through a buffer. Checks the checksum (if the format has one), the length of decompressed data, and
    /// that booleans are 0 or 1.
    /// </summary>
    internal static void Verify(ByteSource source, StorageRange storage, byte[] buffer, CancellationToken cancellation)
    {
        using var stream = new StorageStream(source, storage);
        var crc = new Crc32();
        for (long left = storage.Length; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(left, buffer.Length);
            stream.Fill(buffer.AsSpan(0, count));
            if (storage.Crc32 is not null) crc.Append(buffer.AsSpan(0, count));
            if (storage.IsBool) CheckBools(source.Name, storage, storage.Length - left, buffer.AsSpan(0, count));
            left -= count;
        }

        if (storage.DeflatedLength is not null && stream.Read(buffer.AsSpan(0, 1)) > 0)
        {
            throw InvalidFile.At(source.Name, storage.Place,
                $"the compressed data holds more than the {storage.Length} bytes stated in the file");
        }

        if (storage.Crc32 is uint expected && crc.GetCurrentHashAsUInt32() != expected)
        {
            throw InvalidFile.At(source.Name, storage.Place,
                $"the checksum is {crc.GetCurrentHashAsUInt32():x8}, but the file says {expected:x8}: the data is damaged");
        }
    }

    public void Dispose() => _stream.Dispose();

    private static void CheckBools(string file, StorageRange storage, long start, ReadOnlySpan<byte> bytes)
    {
        int at = bytes.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (at >= 0) throw InvalidFile.At(file, storage.Place, $"element {start + at} of a bool tensor is {bytes[at]}, not 0 or 1");
    }

    private int Read(Span<byte> destination)
    {
        try
        {
            return _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
            when (_storage.DeflatedLength is not null && !e.Message.StartsWith(_source.Name, StringComparison.Ordinal))
        {
            throw InvalidFile.At(_source.Name, _storage.Place, $"the compressed data is damaged: {e.Message}");
        }
    }
}

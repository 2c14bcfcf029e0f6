using System.Buffers;
using System.Globalization;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Imaging;

/// <summary>Reads encoded images into memory, limited to the maximum size of an image.</summary>
internal static class ImageBytes
{
    // No supported format needs more than 8 bytes per pixel (16-bit RGBA, uncompressed); the rest is for metadata.
    private const int MostBytesPerPixel = 8;
    private const int MostBytesBesides = 16 << 20;
    private const int Piece = 1 << 16;

    /// <summary>Reads a regular file.</summary>
    public static byte[] Read(string path, long maxPixels)
    {
        if (FileKinds.Of(path) is not (FileKind.None or FileKind.Regular) and var kind)
            throw ImageError.Of(path, $"it is {FileKinds.Describe(kind)}, not a file");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.Length > Limit(maxPixels))
        {
            throw ImageError.Of(path, $"the file has {Number(stream.Length)} bytes, more than the {Number(Limit(maxPixels))} that can be "
                + "read");
        }

        return Read(stream, path, maxPixels);
    }

    /// <summary>Reads a stream to its end.</summary>
    public static byte[] Read(Stream stream, string name, long maxPixels)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var bytes = Start(stream);
            for (int count; (count = stream.Read(buffer)) > 0;) Append(bytes, buffer.AsSpan(0, count), name, maxPixels);
            return End(bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a stream to its end without blocking a thread.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, string name, long maxPixels, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var bytes = Start(stream);
            for (int count; (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                Append(bytes, buffer.AsSpan(0, count), name, maxPixels);
            return End(bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static MemoryStream Start(Stream stream) =>
        new(stream is FileStream { CanSeek: true, Length: var length } ? (int)Math.Min(length, Array.MaxLength) : 0);

    private static void Append(MemoryStream bytes, ReadOnlySpan<byte> piece, string name, long maxPixels)
    {
        if (bytes.Length + piece.Length > Limit(maxPixels))
            throw ImageError.Of(name, $"it has more than the {Number(Limit(maxPixels))} bytes that can be read");
        bytes.Write(piece);
    }

    private static byte[] End(MemoryStream bytes) => bytes.Capacity == bytes.Length ? bytes.GetBuffer() : bytes.ToArray();

    private static long Limit(long maxPixels) => maxPixels > (Array.MaxLength - MostBytesBesides) / MostBytesPerPixel
        ? Array.MaxLength : (maxPixels * MostBytesPerPixel) + MostBytesBesides;

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

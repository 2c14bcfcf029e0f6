using System.Buffers.Binary;
using System.IO.Hashing;
using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>Adds features of PNG files (W3C PNG 3) that SkiaSharp lacks: the orientation and 16-bit gray.</summary>
internal static class PngFile
{
    private const int SignatureLength = 8;
    private const int ChunkFrame = 12;                          // length, type, checksum
    private const int HeaderStart = SignatureLength + 4;        // type and content of the header chunk
    private const int HeaderLength = 4 + 13;
    private const int BitDepth = HeaderStart + 12;
    private const int ColourType = BitDepth + 1;
    private const byte Gray = 0;
    private const byte GrayWithAlpha = 4;
    private const ushort OrientationTag = 274;
    private const ushort ShortType = 3;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the orientation from the eXIf chunk; upright if there is none.</summary>
    public static SKEncodedOrigin Orientation(ArraySegment<byte> file)
    {
        for (var position = SignatureLength; position <= file.Count - ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position));
            if (length > file.Count - position - ChunkFrame) break;
            if (file.AsSpan(position + 4, 4).SequenceEqual("eXIf"u8))
            {
                var content = file.Slice(position + 4, (int)length + 4);
                return Checksum(content) == BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position + 8 + (int)length))
                    ? InExif(content[4..]) : SKEncodedOrigin.TopLeft;
            }

            position += ChunkFrame + (int)length;
        }

        return SKEncodedOrigin.TopLeft;
    }

    /// <summary>
    /// Redeclares 16-bit gray as 8-bit gray with alpha, which has the same layout, so that SkiaSharp passes both bytes through. Returns
    /// false for other or damaged files.
    /// </summary>
    public static bool SplitGray16(byte[] file)
    {
        if (file.Length < SignatureLength + ChunkFrame + HeaderLength || !file.AsSpan().StartsWith(Signature)) return false;
        if (file[BitDepth] != 16 || file[ColourType] != Gray) return false;
        var header = new ArraySegment<byte>(file, HeaderStart, HeaderLength);
        var checksum = file.AsSpan(HeaderStart + HeaderLength);
        if (Checksum(header) != BinaryPrimitives.ReadUInt32BigEndian(checksum)) return false;
        file[BitDepth] = 8;
        file[ColourType] = GrayWithAlpha;
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum(header));
        return true;
    }

    /// <summary>Computes the gray values of a file changed by <see cref="SplitGray16"/>. Values above 255 become white, like in Pillow's
    /// <c>convert("RGB")</c>.</summary>
    public static void JoinGray16(RgbImage image)
    {
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i += RgbImage.BytesPerPixel)
            pixels.Slice(i, 3).Fill(pixels[i] == 0 ? pixels[i + 3] : byte.MaxValue);
    }

    // TIFF 6: byte order, 42, offset of the first directory, which has entries of 12 bytes: tag, type, count, value
    private static SKEncodedOrigin InExif(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 8) return SKEncodedOrigin.TopLeft;
        var little = exif[..4].SequenceEqual("II*\0"u8);
        if (!little && !exif[..4].SequenceEqual("MM\0*"u8)) return SKEncodedOrigin.TopLeft;
        var start = Int32(exif[4..], little);
        if (start > exif.Length - 2) return SKEncodedOrigin.TopLeft;
        var entries = exif[(int)start..];
        var count = Int16(entries, little);
        for (var place = 2; place <= entries.Length - 12 && place < 2 + (12 * count); place += 12)
        {
            var entry = entries[place..];
            if (Int16(entry, little) != OrientationTag || Int16(entry[2..], little) != ShortType) continue;
            var value = Int16(entry[8..], little);
            return value is >= (ushort)SKEncodedOrigin.TopLeft and <= (ushort)SKEncodedOrigin.LeftBottom ? (SKEncodedOrigin)value
                : SKEncodedOrigin.TopLeft;
        }

        return SKEncodedOrigin.TopLeft;

        static uint Int32(ReadOnlySpan<byte> bytes, bool little) =>
            little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

        static ushort Int16(ReadOnlySpan<byte> bytes, bool little) =>
            little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private static uint Checksum(ArraySegment<byte> bytes) => Crc32.HashToUInt32(bytes);
}

using System.Buffers.Binary;
using System.Globalization;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace GoogLeNetSharp.Training;

/// <summary>An array of bytes in MNIST's IDX format, plain or gzip-compressed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Lengths">Length of each dimension.</param>
/// <param name="Values">The bytes in row-major order.</param>
internal sealed record IdxFile(string Path, int[] Lengths, byte[] Values)
{
    private const int UnsignedByte = 8;
    private const string Zipped = ".gz";
    private const int MostCompression = 1032;       // deflate encodes at most 258 bytes in two bits

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; <c>.gz</c> is appended if it does not exist.</param>
    /// <param name="rank">Number of dimensions.</param>
    /// <param name="source">Where to get the file, for messages.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file does not have the IDX format, or its size does not match its header.</exception>
    public static IdxFile Read(string path, int rank, string source)
    {
        var isZipped = !File.Exists(path);
        var found = isZipped ? path + Zipped : path;
        if (!File.Exists(found))
        {
            throw new FileNotFoundException($"{path}: no such file, nor {System.IO.Path.GetFileName(found)}. {source}", path);
        }
        try
        {
            using var file = File.OpenRead(found);
            // not .NET's GZipStream, which ignores the checksum and length at the end
            using Stream stream = isZipped ? new GZipInputStream(file) : file;
            var header = new byte[4 + (4 * rank)];
            stream.ReadExactly(header);
            if (!header.AsSpan(0, 4).SequenceEqual(new byte[] { 0, 0, UnsignedByte, (byte)rank }))
            {
                throw Broken(
                    $"expected an IDX file of bytes in {rank} dimensions, which starts with 0000080{rank}, got "
                    + $"{Convert.ToHexString(header, 0, 4)}");
            }

            int[] lengths = [.. Enumerable.Range(1, rank).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i)))];
            var size = lengths.Aggregate(1L, (product, length) => length < 1 || product > Array.MaxLength ? -1 : product * length);
            if (size < 1 || size > Array.MaxLength) throw Broken($"the header says {string.Join(" x ", lengths)}; expected 1 byte to 2 GB");
            if (isZipped ? size / MostCompression > file.Length : size + header.Length != file.Length)
            {
                throw Broken(string.Create(CultureInfo.InvariantCulture,
                    $"expected {size + header.Length:N0} bytes by its header, got {file.Length:N0}{(isZipped ? " compressed" : "")}"));
            }

            var values = new byte[size];
            stream.ReadExactly(values);
            return stream.ReadByte() < 0 ? new IdxFile(found, lengths, values) : throw Broken("has more bytes than its header says");
        }
        catch (EndOfStreamException)
        {
            throw Broken("ends too early");
        }
        catch (SharpZipBaseException)
        {
            throw Broken("is damaged or not compressed by gzip");
        }

        InvalidDataException Broken(string what) => new($"{found}: {what}. {source}");
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib.Checksum;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Writes zip archives, with a way to make any field of any header lie.</summary>
internal sealed class ZipMaker
{
    private readonly List<byte> _bytes = [];
    private readonly List<byte> _directory = [];
    private ushort _count;

    /// <summary>A PyTorch checkpoint with its checksums right.</summary>
    internal static byte[] Checkpoint(byte[] pickle, params (string Key, byte[] Data)[] storages)
    {
        ZipMaker zip = Start(pickle);
        foreach ((string key, byte[] data) in storages) zip.Add("a/data/" + key, data);
        return zip.End();
    }

    internal static ZipMaker Start(byte[] pickle) => new ZipMaker().Add("a/data.pkl", pickle).Add("a/version", "3\n"u8.ToArray());

    /// <summary>Adds bytes that no header speaks of.</summary>
    internal ZipMaker Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Adds an entry; the two headers are changed by the callers' functions before they are written.</summary>
    internal ZipMaker Add(string name, byte[] data, bool deflate = false, Action<byte[]>? local = null, Action<byte[]>? central = null)
    {
        byte[] stored = deflate ? Deflate(data) : data;
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        int offset = _bytes.Count;

        byte[] head = new byte[30 + nameBytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x04034b50);
        Describe(head.AsSpan(8), deflate, data, stored);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(26), (ushort)nameBytes.Length);
        nameBytes.CopyTo(head, 30);
        local?.Invoke(head);
        _bytes.AddRange(head);
        _bytes.AddRange(stored);

        byte[] entry = new byte[46 + nameBytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);
        Describe(entry.AsSpan(10), deflate, data, stored);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(28), (ushort)nameBytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(42), offset);
        nameBytes.CopyTo(entry, 46);
        central?.Invoke(entry);
        _directory.AddRange(entry);
        _count++;
        return this;
    }

    internal byte[] End(Action<byte[]>? end = null)
    {
        byte[] record = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(record, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(8), _count);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(10), _count);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), _directory.Count);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(16), _bytes.Count);
        end?.Invoke(record);
        return [.. _bytes, .. _directory, .. record];
    }

    internal static uint Checksum(byte[] data)
    {
        var crc = new Crc32();
        crc.Update(data);
        return (uint)crc.Value;
    }

    // Method, time, date, checksum, size in the file, size.
    private static void Describe(Span<byte> fields, bool deflate, byte[] data, byte[] stored)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(fields, (ushort)(deflate ? 8 : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(fields[6..], Checksum(data));
        BinaryPrimitives.WriteInt32LittleEndian(fields[10..], stored.Length);
        BinaryPrimitives.WriteInt32LittleEndian(fields[14..], data.Length);
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize)) deflate.Write(data);
        return packed.ToArray();
    }
}

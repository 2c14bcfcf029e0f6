using System.Buffers.Binary;
using System.Text;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// The entries of a zip archive, from its central directory. Written here because the tensors are read straight from their places in the file, and
/// the archive classes of .NET and SharpZipLib neither tell those places nor refuse overlapping entries.
/// </summary>
internal static class ZipDirectory
{
    private const uint LocalSignature = 0x04034b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const int LocalSize = 30;
    private const int CentralSize = 46;
    private const int EndSize = 22;
    private const int End64LocatorSize = 20;
    private const int End64Size = 56;
    private const int LongestComment = ushort.MaxValue;
    private const int MostEntries = 1_000_000;
    private const ushort Zip64Extra = 1;
    private const ushort Encrypted = 1;
    private const ushort SizesFollowData = 8;

    // Deflate cannot do better: a stated ratio above it is false.
    private const long BestDeflateRatio = 1032;

    internal static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(start) is LocalSignature or EndSignature;

    internal static IReadOnlyList<ZipEntryRecord> Read(ByteSource source)
    {
        (long start, long size, long count, long end) = FindDirectory(source);
        if (start < 0 || size < 0 || size > end - start)
            throw InvalidFile.At(source.Name, end, $"the central directory (byte {start}, {size} bytes) does not lie before its end record");
        if (count > MostEntries || count > size / CentralSize)
            throw InvalidFile.At(source.Name, end, $"{count} entries are announced in a central directory of {size} bytes");

        var reader = new ForwardReader(source, start);
        var entries = new List<(ZipEntryRecord Entry, long Local)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (entries.Count < count)
        {
            long at = reader.Position;
            (ZipEntryRecord Entry, long Local) found = ReadEntry(reader, start);
            if (reader.Position > start + size) throw InvalidFile.At(source.Name, at, $"an entry reaches beyond the central directory");
            if (!names.Add(found.Entry.Name)) throw InvalidFile.At(source.Name, at, $"the entry {InvalidFile.Quote(found.Entry.Name)} comes twice");
            entries.Add(found);
        }

        if (reader.Position != start + size)
            throw InvalidFile.At(source.Name, reader.Position, $"{start + size - reader.Position} bytes of the central directory belong to no entry");
        CheckOverlap(source.Name, entries);
        return [.. entries.Select(e => e.Entry)];
    }

    private static (long Start, long Size, long Count, long End) FindDirectory(ByteSource source)
    {
        if (source.Length < EndSize) throw InvalidFile.At(source.Name, 0, $"the zip archive is cut short: it has {source.Length} bytes");
        byte[] tail = new byte[Math.Min(source.Length, EndSize + LongestComment)];
        long tailStart = source.Length - tail.Length;
        source.Read(tailStart, tail);
        for (int at = tail.Length - EndSize; at >= 0; at--)
        {
            ReadOnlySpan<byte> record = tail.AsSpan(at);
            if (UInt32(record, 0) != EndSignature || UInt16(record, 20) != record.Length - EndSize) continue;
            long end = tailStart + at;
            if (UInt16(record, 4) != 0 || UInt16(record, 6) != 0 || UInt16(record, 8) != UInt16(record, 10))
                throw InvalidFile.At(source.Name, end, $"the zip archive spans several files");
            bool isZip64 = UInt16(record, 10) == ushort.MaxValue || UInt32(record, 12) == uint.MaxValue || UInt32(record, 16) == uint.MaxValue;
            return isZip64 ? FindDirectory64(source, end) : (UInt32(record, 16), UInt32(record, 12), UInt16(record, 10), end);
        }

        throw InvalidFile.At(source.Name, source.Length, $"the zip archive is cut short: its end record is missing");
    }

    private static (long Start, long Size, long Count, long End) FindDirectory64(ByteSource source, long end)
    {
        Span<byte> locator = stackalloc byte[End64LocatorSize];
        if (end < End64LocatorSize) throw InvalidFile.At(source.Name, end, $"the zip64 locator is missing");
        source.Read(end - End64LocatorSize, locator);
        if (UInt32(locator, 0) != End64LocatorSignature) throw InvalidFile.At(source.Name, end, $"the zip64 locator is missing");

        long at = Int64(locator, 8);
        if (at < 0 || at > end - End64LocatorSize - End64Size)
            throw InvalidFile.At(source.Name, end - End64LocatorSize, $"the zip64 end record at byte {at} does not lie before its locator");
        Span<byte> record = stackalloc byte[End64Size];
        source.Read(at, record);
        if (UInt32(record, 0) != End64Signature) throw InvalidFile.At(source.Name, at, $"the zip64 end record is missing");
        return (Int64(record, 48), Int64(record, 40), Int64(record, 32), at);
    }

    private static (ZipEntryRecord Entry, long Local) ReadEntry(ForwardReader reader, long directory)
    {
        string file = reader.Source.Name;
        long at = reader.Position;
        byte[] head = reader.ReadBytes(CentralSize);
        if (UInt32(head, 0) != CentralSignature) throw InvalidFile.At(file, at, $"a central directory entry is missing");
        byte[] nameBytes = reader.ReadBytes(UInt16(head, 28));
        byte[] extra = reader.ReadBytes(UInt16(head, 30));
        reader.Skip(UInt16(head, 32));

        string name = CheckName(file, at, nameBytes);
        ushort method = UInt16(head, 10);
        if ((UInt16(head, 8) & Encrypted) != 0) throw InvalidFile.At(file, at, $"the entry {InvalidFile.Quote(name)} is encrypted");
        if (method is not (0 or 8))
            throw InvalidFile.At(file, at, $"the entry {InvalidFile.Quote(name)} has compression method {method}; 0 (stored) and 8 (deflate) are read");

        long length = UInt32(head, 24), stored = UInt32(head, 20), local = UInt32(head, 42);
        ReadZip64Extra(file, at, extra, ref length, ref stored, ref local);
        bool isDeflated = method == 8;
        if (length < 0 || stored < 0 || (!isDeflated && length != stored) || (isDeflated && length / BestDeflateRatio > stored))
            throw InvalidFile.At(file, at, $"the entry {InvalidFile.Quote(name)} states false sizes: {stored} bytes in the file for {length}");

        long data = CheckLocalHeader(reader.Source, local, directory, nameBytes, name, head, stored, length);
        return (new ZipEntryRecord(name, data, stored, length, isDeflated, UInt32(head, 16)), local);
    }

    // In the order of the specification, and only for the fields whose 32 bits are all ones.
    private static void ReadZip64Extra(string file, long at, ReadOnlySpan<byte> extra, ref long length, ref long stored, ref long local)
    {
        if (length != uint.MaxValue && stored != uint.MaxValue && local != uint.MaxValue) return;
        while (extra.Length >= 4 && UInt16(extra, 2) <= extra.Length - 4)
        {
            ReadOnlySpan<byte> field = extra.Slice(4, UInt16(extra, 2));
            if (UInt16(extra, 0) == Zip64Extra)
            {
                if (TakeZip64(ref field, ref length) && TakeZip64(ref field, ref stored) && TakeZip64(ref field, ref local)) return;
                break;
            }

            extra = extra[(4 + field.Length)..];
        }

        throw InvalidFile.At(file, at, $"an entry's zip64 sizes are missing");
    }

    private static bool TakeZip64(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value != uint.MaxValue) return true;
        if (field.Length < sizeof(long)) return false;
        value = Int64(field, 0);
        field = field[sizeof(long)..];
        return true;
    }

    private static string CheckName(string file, long at, byte[] bytes)
    {
        string name = Encoding.UTF8.GetString(bytes);
        bool isDrive = name.Length > 1 && name[1] == ':';
        string path = name.EndsWith('/') ? name[..^1] : name; // a folder of its own, as re-packing programs write them
        bool isTrick = isDrive || path.Contains('\\') || path.Any(char.IsControl) || path.Split('/').Any(part => part is "" or "." or "..");
        return isTrick ? throw InvalidFile.At(file, at, $"the entry name {InvalidFile.Quote(name)} is not a plain relative path") : name;
    }

    private static long CheckLocalHeader(
        ByteSource source, long local, long directory, byte[] nameBytes, string name, byte[] central, long stored, long length)
    {
        if (local < 0 || local > directory - LocalSize)
            throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} does not begin before the central directory at byte {directory}");
        byte[] head = new byte[Math.Min(LocalSize + nameBytes.Length, directory - local)];
        source.Read(local, head);
        if (UInt32(head, 0) != LocalSignature) throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} has no local header");
        bool isSameName = UInt16(head, 26) == nameBytes.Length && head.AsSpan(LocalSize).SequenceEqual(nameBytes);
        if (!isSameName || UInt16(head, 8) != UInt16(central, 10))
            throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} has another name or method in its local header");
        bool sizesFollow = (UInt16(head, 6) & SizesFollowData) != 0;
        uint localStored = UInt32(head, 18), localLength = UInt32(head, 22);
        if (!sizesFollow && ((localStored != uint.MaxValue && localStored != stored) || (localLength != uint.MaxValue && localLength != length)))
            throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} has other sizes in its local header");

        long data = local + LocalSize + nameBytes.Length + UInt16(head, 28);
        if (stored > directory - data)
            throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} ({stored} bytes) reaches beyond the central directory at byte {directory}");
        return data;

        string Quoted() => InvalidFile.Quote(name);
    }

    private static void CheckOverlap(string file, List<(ZipEntryRecord Entry, long Local)> entries)
    {
        long end = 0;
        foreach ((ZipEntryRecord entry, long local) in entries.OrderBy(e => e.Local))
        {
            if (local < end) throw InvalidFile.At(file, local, $"the entry {InvalidFile.Quote(entry.Name)} overlaps the one before, which ends at {end}");
            end = entry.Data + entry.StoredLength;
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}

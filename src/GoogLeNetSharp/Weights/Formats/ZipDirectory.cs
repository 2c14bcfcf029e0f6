using System.Buffers.Binary;
using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Reads the entries of a zip archive from its central directory. Tensors are read directly from their offsets in the file; the archive
/// classes of .NET and SharpZipLib neither expose these offsets nor reject entries that overlap or leave gaps.
/// </summary>
internal static class ZipDirectory
{
    private const uint LocalSignature = 0x04034b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const uint DescriptorSignature = 0x08074b50;
    private const int LocalSize = 30;
    private const int CentralSize = 46;
    private const int EndSize = 22;
    private const int End64LocatorSize = 20;
    private const int End64Size = 56;
    private const int End64Lead = 12;   // not included in the record's own length
    private const int LongestComment = ushort.MaxValue;
    private const int MostEntries = 1_000_000;
    private const int EntryBytes = 400; // memory of an entry besides its name
    private const int LongestName = 4096;
    private const ushort Zip64Extra = 1;
    private const ushort Encrypted = 1;
    private const ushort SizesFollowData = 8;

    // maximum ratio of deflate; a larger stated ratio is invalid
    private const long BestDeflateRatio = 1032;

    internal static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(start) is LocalSignature or EndSignature;

    internal static IReadOnlyList<ZipEntryRecord> Read(ByteSource source, WorkBudget budget)
    {
        (long start, long size, long count, long end) = FindDirectory(source);
        if (start < 0 || size < 0 || start > end || size != end - start)
        {
            throw InvalidFile.At(source.Name, end,
                $"the central directory (byte {start}, {size} bytes) does not end where its end record begins");
        }

        if (count > MostEntries || count > size / CentralSize)
            throw InvalidFile.At(source.Name, end, $"{count} entries are announced in a central directory of {size} bytes");

        var reader = new ForwardReader(source, start);
        var entries = new List<LocatedEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (entries.Count < count)
        {
            long at = reader.Position;
            LocatedEntry found = ReadEntry(reader, start);
            budget.Memory(EntryBytes);
            budget.Text(found.Entry.Name);
            if (reader.Position > end) throw InvalidFile.At(source.Name, at, $"an entry reaches beyond the central directory");
            if (!names.Add(found.Entry.Name))
            {
                throw InvalidFile.At(source.Name, at, $"the entry {InvalidFile.Quote(found.Entry.Name)} comes twice");
            }
            entries.Add(found);
        }

        if (reader.Position != end)
        {
            throw InvalidFile.At(source.Name, reader.Position,
                $"{end - reader.Position} bytes of the central directory belong to no entry");
        }

        CheckCoverage(source, entries, start);
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
            return FindDirectory64(source, end, UInt32(record, 16), UInt32(record, 12), UInt16(record, 10));
        }

        throw InvalidFile.At(source.Name, source.Length, $"the zip archive is cut short: its end record is missing");
    }

    // PyTorch always writes zip64 records, even if the numbers fit into 32 bits. Numbers that do not fit are all ones in the plain record.
    private static (long Start, long Size, long Count, long End) FindDirectory64(ByteSource source, long end, uint start, uint size,
        ushort count)
    {
        Span<byte> locator = stackalloc byte[End64LocatorSize];
        if (end >= End64LocatorSize) source.Read(end - End64LocatorSize, locator);
        if (UInt32(locator, 0) != End64LocatorSignature)
        {
            if (start == uint.MaxValue || size == uint.MaxValue || count == ushort.MaxValue)
                throw InvalidFile.At(source.Name, end, $"the zip64 locator is missing");
            return (start, size, count, end);
        }

        long at = Int64(locator, 8);
        if (at < 0 || at > end - End64LocatorSize - End64Size)
            throw InvalidFile.At(source.Name, end - End64LocatorSize, $"the zip64 end record at byte {at} does not lie before its locator");
        Span<byte> record = stackalloc byte[End64Size];
        source.Read(at, record);
        if (UInt32(record, 0) != End64Signature) throw InvalidFile.At(source.Name, at, $"the zip64 end record is missing");
        if (Int64(record, 4) != end - End64LocatorSize - at - End64Lead)
            throw InvalidFile.At(source.Name, at, $"the zip64 end record does not end where its locator begins");
        (long start64, long size64, long count64) = (Int64(record, 48), Int64(record, 40), Int64(record, 32));
        if ((start != uint.MaxValue && start != start64) || (size != uint.MaxValue && size != size64)
            || (count != ushort.MaxValue && count != count64))
        {
            throw InvalidFile.At(source.Name, end, $"the end record contradicts the zip64 end record at byte {at}");
        }

        return (start64, size64, count64, at);
    }

    private static LocatedEntry ReadEntry(ForwardReader reader, long directory)
    {
        string file = reader.Source.Name;
        long at = reader.Position;
        byte[] head = reader.ReadBytes(CentralSize);
        if (UInt32(head, 0) != CentralSignature) throw InvalidFile.At(file, at, $"a central directory entry is missing");
        int nameLength = UInt16(head, 28);
        if (nameLength > LongestName) throw InvalidFile.At(file, at, $"an entry name of {nameLength} bytes, the limit is {LongestName}");
        byte[] nameBytes = reader.ReadBytes(nameLength);
        byte[] extra = reader.ReadBytes(UInt16(head, 30));
        reader.Skip(UInt16(head, 32));

        string name = CheckName(file, at, nameBytes);
        ushort method = UInt16(head, 10);
        if ((UInt16(head, 8) & Encrypted) != 0) throw InvalidFile.At(file, at, $"the entry {InvalidFile.Quote(name)} is encrypted");
        if (method is not (0 or 8))
        {
            throw InvalidFile.At(file, at,
                $"the entry {InvalidFile.Quote(name)} has compression method {method}; 0 (stored) and 8 (deflate) are read");
        }

        long length = UInt32(head, 24), stored = UInt32(head, 20), local = UInt32(head, 42);
        ReadZip64Extra(file, at, extra, ref length, ref stored, ref local);
        bool isDeflated = method == 8;
        if (length < 0 || stored < 0 || (!isDeflated && length != stored) || (isDeflated && length / BestDeflateRatio > stored))
        {
            throw InvalidFile.At(file, at,
                $"the entry {InvalidFile.Quote(name)} states false sizes: {stored} bytes in the file for {length}");
        }

        (long data, bool sizesFollow) = CheckLocalHeader(reader.Source, local, directory, nameBytes, name, head, stored, length);
        return new LocatedEntry(new ZipEntryRecord(name, data, stored, length, isDeflated, UInt32(head, 16)), local, sizesFollow);
    }

    // In the order of the specification, and only for fields whose 32 bits are all ones.
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
        string path = name.EndsWith('/') ? name[..^1] : name; // an explicit folder entry, as written by archive programs
        bool isTrick = isDrive || path.Contains('\\') || path.Any(char.IsControl) || path.Split('/').Any(part => part is "" or "." or "..");
        return isTrick ? throw InvalidFile.At(file, at, $"the entry name {InvalidFile.Quote(name)} is not a plain relative path") : name;
    }

    private static (long Data, bool SizesFollow) CheckLocalHeader(
        ByteSource source, long local, long directory, byte[] nameBytes, string name, byte[] central, long stored, long length)
    {
        if (local < 0 || local > directory - LocalSize)
        {
            throw InvalidFile.At(source.Name, local,
                $"the entry {Quoted()} does not begin before the central directory at byte {directory}");
        }

        byte[] head = new byte[Math.Min(LocalSize + nameBytes.Length, directory - local)];
        source.Read(local, head);
        if (UInt32(head, 0) != LocalSignature) throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} has no local header");
        bool isSameName = UInt16(head, 26) == nameBytes.Length && head.AsSpan(LocalSize).SequenceEqual(nameBytes);
        if (!isSameName || UInt16(head, 8) != UInt16(central, 10))
            throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} has another name or method in its local header");
        bool sizesFollow = (UInt16(head, 6) & SizesFollowData) != 0;
        uint localStored = UInt32(head, 18), localLength = UInt32(head, 22);
        if (!sizesFollow && ((localStored != uint.MaxValue && localStored != stored)
            || (localLength != uint.MaxValue && localLength != length)))
        {
            throw InvalidFile.At(source.Name, local, $"the entry {Quoted()} has other sizes in its local header");
        }

        long data = local + LocalSize + nameBytes.Length + UInt16(head, 28);
        if (stored > directory - data)
        {
            throw InvalidFile.At(source.Name, local,
                $"the entry {Quoted()} ({stored} bytes) reaches beyond the central directory at byte {directory}");
        }

        return (data, sizesFollow);

        string Quoted() => InvalidFile.Quote(name);
    }

    // Entries must be contiguous from the first byte to the directory: a gap could hold another file for a different reader.
    private static void CheckCoverage(ByteSource source, List<LocatedEntry> entries, long directory)
    {
        long covered = 0;
        foreach (LocatedEntry located in entries.OrderBy(e => e.Local))
        {
            if (located.Local < covered)
            {
                throw InvalidFile.At(source.Name, located.Local,
                    $"the entry {InvalidFile.Quote(located.Entry.Name)} overlaps the one before, which ends at {covered}");
            }

            if (located.Local > covered)
            {
                throw InvalidFile.At(source.Name, covered,
                    $"{located.Local - covered} bytes before the entry {InvalidFile.Quote(located.Entry.Name)} belong to no entry");
            }

            covered = located.Entry.Data + located.Entry.StoredLength;
            if (located.SizesFollow) covered += DescriptorLength(source, located.Entry, directory - covered);
        }

        if (covered != directory)
            throw InvalidFile.At(source.Name, covered, $"{directory - covered} bytes before the central directory belong to no entry");
    }

    // The data descriptor repeats the checksum and both sizes, with 32 or 64 bits, with or without a signature. PyTorch omits it after
    // empty entries.
    private static int DescriptorLength(ByteSource source, ZipEntryRecord entry, long available)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint) + sizeof(uint) + (2 * sizeof(long))];
        bytes = bytes[..(int)Math.Min(bytes.Length, available)];
        source.Read(entry.Data + entry.StoredLength, bytes);
        int lead = bytes.Length >= sizeof(uint) && UInt32(bytes, 0) == DescriptorSignature ? sizeof(uint) : 0;
        ReadOnlySpan<byte> fields = bytes[lead..];
        if (fields.Length < 12 || UInt32(fields, 0) != entry.Crc32) return 0;
        if (fields.Length >= 20 && Int64(fields, 4) == entry.StoredLength && Int64(fields, 12) == entry.Length) return lead + 20;
        return UInt32(fields, 4) == entry.StoredLength && UInt32(fields, 8) == entry.Length ? lead + 12 : 0;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private sealed record LocatedEntry(ZipEntryRecord Entry, long Local, bool SizesFollow);
}

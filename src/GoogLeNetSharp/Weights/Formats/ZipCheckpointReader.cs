using System.Globalization;
using System.Text;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Pickle;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Reads the structure of files written by <c>torch.save</c> since PyTorch 1.6: a zip archive with <c>data.pkl</c> and one entry
/// per storage.</summary>
internal static class ZipCheckpointReader
{
    private const string PickleName = "data.pkl";
    private const int LongestPickle = 64 << 20;
    private const int LongestNote = 64;
    private const int NewestVersion = 10;

    // Weights hardly compress, and PyTorch does not compress them; a larger ratio indicates a decompression bomb.
    private const long UnpackedPerByte = 4;
    private const long UnpackedFree = 64 << 20;

    internal static StoredStateDict Read(ByteSource source, WorkBudget budget, string? key)
    {
        IReadOnlyList<ZipEntryRecord> entries = ZipDirectory.Read(source, budget);
        CheckUnpackedSize(source, entries.Where(e => e.IsDeflated).Select(e => e.Length));
        string folder = FindFolder(source, entries);
        Dictionary<string, ZipEntryRecord> byName = entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        CheckNotes(source, byName, folder);

        ZipEntryRecord pickle = byName[folder + PickleName];
        string place = $"{source.Name}: {InvalidFile.Printable(pickle.Name)}";
        if (pickle.Length <= LongestPickle) budget.Memory(pickle.Length);
        var reader = new ForwardReader(new ByteSource(new MemoryStream(ReadEntry(source, pickle, LongestPickle)), place));
        UnpickledValue root = Unpickler.Load(reader, budget);
        if (reader.Remaining > 0) throw InvalidFile.At(place, reader.Position, $"{reader.Remaining} bytes follow the pickle");

        // keyed by the name without the folder: prefixing the folder to every key could take much memory, since both may be long
        string data = folder + "data/";
        Dictionary<string, ZipEntryRecord> byKey = entries.Where(e => e.Name.StartsWith(data, StringComparison.Ordinal))
            .ToDictionary(e => e.Name[data.Length..], StringComparer.Ordinal);
        Dictionary<string, StorageRange> storages =
            root.Storages.Values.ToDictionary(s => s.Key, s => ToRange(source, byKey, folder, s), StringComparer.Ordinal);
        var stateDict = new PickledStateDict(source.Name, storages, budget);
        return new StoredStateDict(source, StateDictFormat.PyTorchZip, stateDict.Resolve(root.Value, key));
    }

    internal static void CheckUnpackedSize(ByteSource source, IEnumerable<long> lengths)
    {
        Int128 unpacked = lengths.Aggregate(Int128.Zero, (sum, length) => sum + length);
        Int128 limit = UnpackedFree + (Int128)UnpackedPerByte * source.Length;
        if (unpacked > limit)
        {
            throw InvalidFile.At(
                source.Name,
                "central directory",
                $"the compressed entries unpack to {unpacked} bytes, above the limit of {limit} for a file of {source.Length}");
        }
    }

    private static string FindFolder(ByteSource source, IReadOnlyList<ZipEntryRecord> entries)
    {
        string[] pickles = [.. entries.Select(e => e.Name).Where(IsPickle)];
        if (pickles.Length != 1)
        {
            throw InvalidFile.At(source.Name, "central directory",
                $"a PyTorch checkpoint has one data.pkl, this zip archive has {pickles.Length}");
        }

        string folder = pickles[0][..^PickleName.Length];
        if (entries.Any(e => e.Name == folder + "constants.pkl"))
        {
            throw InvalidFile.At(
                source.Name, "central directory",
                $"this is a TorchScript archive, which holds a program; save the model's state_dict() instead");
        }

        return folder;
    }

    // In the archive's top folder; a deeper file of the same name does not count.
    private static bool IsPickle(string name) => name == PickleName
        || (name.EndsWith("/" + PickleName, StringComparison.Ordinal) && name.Count(c => c == '/') == 1);

    private static void CheckNotes(ByteSource source, Dictionary<string, ZipEntryRecord> entries, string folder)
    {
        if (!entries.TryGetValue(folder + "version", out ZipEntryRecord? version))
            throw InvalidFile.At(source.Name, "central directory", $"the entry {InvalidFile.Quote(folder + "version")} is missing");
        string text = ReadNote(source, version);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > NewestVersion)
        {
            throw InvalidFile.At(source.Name, Place(version),
                $"the format version is {InvalidFile.Quote(text)}; 1 to {NewestVersion} are read");
        }

        if (entries.TryGetValue(folder + "byteorder", out ZipEntryRecord? order) && ReadNote(source, order) is var bytes
            && bytes != "little")
        {
            throw InvalidFile.At(source.Name, Place(order), $"the byte order is {InvalidFile.Quote(bytes)}; 'little' is read");
        }
    }

    private static StorageRange ToRange(ByteSource source, Dictionary<string, ZipEntryRecord> entries, string folder,
        PickledStorage storage)
    {
        if (!entries.TryGetValue(storage.Key, out ZipEntryRecord? entry))
        {
            string name = $"{folder}data/{storage.Key}";
            throw InvalidFile.At(source.Name, "central directory",
                $"the pickle refers to the storage {InvalidFile.Quote(name)}, which is missing");
        }

        long bytes = storage.Count * storage.Element.Size;
        if (entry.Length != bytes)
        {
            throw InvalidFile.At(
                source.Name, Place(entry),
                $"the storage has {entry.Length} bytes, but {storage.Count} elements of {storage.Element.Type} take {bytes}");
        }

        return ToRange(entry, storage.Element.IsBool);
    }

    private static StorageRange ToRange(ZipEntryRecord entry, bool isBool) => new("entry", entry.Name, entry.Data, entry.Length)
    {
        DeflatedLength = entry.IsDeflated ? entry.StoredLength : null,
        Crc32 = entry.Crc32,
        IsBool = isBool,
    };

    private static string ReadNote(ByteSource source, ZipEntryRecord entry) =>
        Encoding.ASCII.GetString(ReadEntry(source, entry, LongestNote)).TrimEnd('\n');

    private static byte[] ReadEntry(ByteSource source, ZipEntryRecord entry, int longest)
    {
        if (entry.Length > longest) throw InvalidFile.At(source.Name, Place(entry), $"{entry.Length} bytes, the limit is {longest}");
        byte[] bytes = new byte[entry.Length];
        StorageRange range = ToRange(entry, isBool: false);
        StorageStream.Verify(source, range, new byte[Math.Clamp(entry.Length, 1, 64 * 1024)], CancellationToken.None);
        using var stream = new StorageStream(source, range);
        stream.Fill(bytes);
        return bytes;
    }

    private static string Place(ZipEntryRecord entry) => "entry " + InvalidFile.Quote(entry.Name);
}

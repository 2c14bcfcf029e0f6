using System.Buffers.Binary;
using System.Text.Unicode;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Reads the header of a safetensors file: 8 bytes of header length, the JSON header, then the data, which the tensors must cover without
/// gaps or overlaps.
/// </summary>
internal static class SafetensorsReader
{
    internal const int LengthBytes = sizeof(ulong);

    // the limit of the reference implementation
    internal const long LongestHeader = 100_000_000;

    internal static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length > LengthBytes + 1 && start[LengthBytes] == '{' && "\"} \n\r\t"u8.Contains(start[LengthBytes + 1]);

    internal static StoredStateDict Read(ByteSource source, WorkBudget budget)
    {
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        source.Read(0, lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > (ulong)(source.Length - LengthBytes))
            throw InvalidFile.At(source.Name, 0, $"the header length {length} reaches beyond the file, which has {source.Length} bytes");
        if (length > LongestHeader)
            throw InvalidFile.At(source.Name, 0, $"the header length {length} is above the limit of {LongestHeader}");

        byte[] json = new byte[length];
        source.Read(LengthBytes, json);
        if (!Utf8.IsValid(json)) throw InvalidFile.At(source.Name, LengthBytes, $"the header is not valid UTF-8");

        var header = new SafetensorsHeader(source.Name, budget);
        header.Parse(json);

        long dataStart = LengthBytes + (long)length;
        long dataLength = source.Length - dataStart;
        CheckCoverage(source.Name, header.Entries, dataLength);
        StoredTensor[] tensors = [.. header.Entries.Select(e => ToTensor(e, dataStart))];
        return new StoredStateDict(source, StateDictFormat.Safetensors, tensors, header.Metadata);
    }

    private static StoredTensor ToTensor(SafetensorsEntry entry, long dataStart)
    {
        var storage = new StorageRange("tensor", entry.Name, dataStart + entry.Begin, entry.End - entry.Begin)
        {
            IsBool = entry.Element.IsBool,
        };
        return new StoredTensor(entry.Name, entry.Element, entry.Shape, StoredTensor.ContiguousStrides(entry.Shape), 0, storage);
    }

    private static InvalidDataException Error(string file, SafetensorsEntry entry, FormattableString cause) =>
        InvalidFile.At(file, "tensor " + InvalidFile.Quote(entry.Name), cause);

    private static void CheckCoverage(string file, IReadOnlyList<SafetensorsEntry> entries, long dataLength)
    {
        long covered = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.End > dataLength)
                throw Error(file, entry, $"data_offsets [{entry.Begin}, {entry.End}] reach beyond the {dataLength} bytes of data");
            if (entry.Begin < covered)
                throw Error(file, entry, $"data_offsets [{entry.Begin}, {entry.End}] overlap the tensor before, which ends at {covered}");
            if (entry.Begin > covered)
                throw Error(file, entry, $"data_offsets [{entry.Begin}, {entry.End}] leave a gap after {covered}");
            covered = entry.End;
        }

        if (covered < dataLength)
            throw InvalidFile.At(file, "end of file", $"{dataLength - covered} bytes of data belong to no tensor");
    }
}

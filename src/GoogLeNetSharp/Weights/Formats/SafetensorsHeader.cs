using System.Text.Json;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Parses the JSON of a safetensors header token by token, to detect duplicate keys and to report byte positions in
/// errors.</summary>
internal sealed class SafetensorsHeader(string file, WorkBudget budget)
{
    internal const string MetadataKey = "__metadata__";

    private const string DtypeKey = "dtype", ShapeKey = "shape", OffsetsKey = "data_offsets";

    // object, entry, array: the deepest nesting of a valid header
    private const int Deepest = 3;
    private const int LongestLiteral = 32;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<SafetensorsEntry> _entries = [];

    internal IReadOnlyList<SafetensorsEntry> Entries => _entries;

    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    internal void Parse(ReadOnlySpan<byte> json)
    {
        // A header has no literals, and .NET quotes everything after a malformed one in its message.
        int literal = FirstLiteral(json);
        if (literal >= 0) json = json[..Math.Min(json.Length, literal + LongestLiteral)];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            ParseRoot(ref reader);
        }
        catch (JsonException e)
        {
            long at = SafetensorsReader.LengthBytes + reader.BytesConsumed;
            throw InvalidFile.At(file, at, $"the header is not valid JSON: {Reason(e.Message)}");
        }
    }

    private void ParseRoot(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (NextName(ref reader, "the header", _names) is string name)
        {
            if (name == MetadataKey) ParseMetadata(ref reader);
            else _entries.Add(ParseEntry(ref reader, name));
            if (_entries.Count > StoredStateDict.MostTensors)
                throw InvalidFile.At(file, Place(ref reader), $"the header has more than {StoredStateDict.MostTensors} tensors");
        }

        // Reads to the end: anything but white space after the object is a JsonException.
        reader.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (NextName(ref reader, MetadataKey, keys) is string key)
        {
            if (!IsNext(ref reader, JsonTokenType.String))
            {
                throw Unexpected(ref reader, JsonTokenType.String, $"{MetadataKey} {InvalidFile.Quote(key)}");
            }
            string value = Text(ref reader);
            budget.Text(value);
            _metadata.Add(key, value);
        }
    }

    // Texts for messages are built only for an error: a header may have very many entries.
    private SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        if (!IsNext(ref reader, JsonTokenType.StartObject)) throw Unexpected(ref reader, JsonTokenType.StartObject, Describe(name));
        long start = Place(ref reader);
        ElementType? element = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = Text(ref reader);
            if ((key == DtypeKey && element is not null) || (key == ShapeKey && shape is not null)
                || (key == OffsetsKey && offsets is not null))
            {
                throw InvalidFile.At(file, Place(ref reader), $"{Describe(name)} has the key {InvalidFile.Quote(key)} twice");
            }

            switch (key)
            {
                case DtypeKey:
                    element = ParseType(ref reader, name);
                    break;
                case ShapeKey:
                    shape = ParseNumbers(ref reader, name, key, StoredTensor.MostDimensions);
                    break;
                case OffsetsKey:
                    offsets = ParseNumbers(ref reader, name, key, 2);
                    break;
                default:
                    throw InvalidFile.At(file, Place(ref reader), $"{Describe(name)} has an unknown key {InvalidFile.Quote(key)}");
            }
        }

        if (element is null || shape is null || offsets is null)
        {
            string missing = element is null ? DtypeKey : shape is null ? ShapeKey : OffsetsKey;
            throw InvalidFile.At(file, start, $"{Describe(name)} lacks {missing}");
        }

        budget.Tensor(shape.Length);
        Check(name, start, element, shape, offsets);
        return new SafetensorsEntry(name, element, shape, offsets[0], offsets[1]);
    }

    private void Check(string name, long start, ElementType element, long[] shape, long[] offsets)
    {
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
            throw InvalidFile.At(file, start, $"{Describe(name)}: data_offsets {InvalidFile.Shape(offsets)} are not a start and an end");
        if (StoredTensor.ShapeError(shape, element.Size) is string error) throw InvalidFile.At(file, start, $"{Describe(name)}: {error}");
        long bytes = shape.Aggregate((long)element.Size, (product, size) => product * size), span = offsets[1] - offsets[0];
        if (bytes == span) return;
        string tensor = FormattableString.Invariant($"{element.Safetensors} {InvalidFile.Shape(shape)}");
        throw InvalidFile.At(file, start, $"{Describe(name)}: {tensor} takes {bytes} bytes, but data_offsets span {span}");
    }

    private ElementType ParseType(ref Utf8JsonReader reader, string name)
    {
        if (!IsNext(ref reader, JsonTokenType.String)) throw Unexpected(ref reader, JsonTokenType.String, $"{Describe(name)} {DtypeKey}");
        string type = Text(ref reader);
        if (ElementType.FindSafetensors(type) is { } element) return element;
        string known = string.Join(", ", ElementType.All.Select(one => one.Safetensors));
        throw InvalidFile.At(file, Place(ref reader), $"{Describe(name)}: dtype {InvalidFile.Quote(type)} is not one of {known}");
    }

    private long[] ParseNumbers(ref Utf8JsonReader reader, string name, string key, int most)
    {
        if (!IsNext(ref reader, JsonTokenType.StartArray))
        {
            throw Unexpected(ref reader, JsonTokenType.StartArray, $"{Describe(name)} {key}");
        }
        int count = 0;
        Span<long> numbers = stackalloc long[StoredTensor.MostDimensions];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number))
            {
                throw InvalidFile.At(file, Place(ref reader),
                    $"{Describe(name)} {key} holds something that is not a whole number of 64 bits");
            }

            if (count == most)
                throw InvalidFile.At(file, Place(ref reader), $"{Describe(name)} {key} has more than {most} numbers");
            numbers[count++] = number;
        }

        return numbers[..count].ToArray();
    }

    private string? NextName(ref Utf8JsonReader reader, string place, HashSet<string> seen)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return null;
        string name = Text(ref reader);
        budget.Text(name);
        budget.Entry(name);
        if (!seen.Add(name)) throw InvalidFile.At(file, Place(ref reader), $"{place} has the key {InvalidFile.Quote(name)} twice");
        return name;
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw InvalidFile.At(file, Place(ref reader), $"a string has an unpaired surrogate");
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string place)
    {
        if (!IsNext(ref reader, type)) throw Unexpected(ref reader, type, place);
    }

    private static bool IsNext(ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        return reader.TokenType == type;
    }

    private InvalidDataException Unexpected(ref Utf8JsonReader reader, JsonTokenType type, string place) =>
        InvalidFile.At(file, Place(ref reader), $"{place} is a JSON {reader.TokenType} where a {type} belongs");

    private static string Describe(string name) => "tensor " + InvalidFile.Quote(name);

    // Omits .NET's own position, which counts lines; the text it quotes may be long and contain anything.
    private static string Reason(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return InvalidFile.Printable(end < 0 ? message : message[..(end + 1)]);
    }

    // the first bytes of true, false and null, outside strings
    private static int FirstLiteral(ReadOnlySpan<byte> json)
    {
        for (int at = 0; ;)
        {
            int found = json[at..].IndexOfAny("\"tfn"u8);
            if (found < 0) return -1;
            at += found;
            if (json[at] != '"') return at;
            at++;
            while (true)
            {
                int end = json[at..].IndexOfAny("\"\\"u8);
                if (end < 0) return -1;
                at += end + 1;
                if (json[at - 1] == '"') break;
                if (++at > json.Length) return -1;
            }
        }
    }

    private static long Place(ref Utf8JsonReader reader) => SafetensorsReader.LengthBytes + reader.TokenStartIndex;
}

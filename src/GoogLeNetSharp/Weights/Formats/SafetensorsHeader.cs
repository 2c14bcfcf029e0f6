using System.Text.Json;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The JSON of a safetensors file, read token by token so that duplicate keys are seen and errors know their byte.</summary>
internal sealed class SafetensorsHeader(string file)
{
    internal const string MetadataKey = "__metadata__";

    // Object, entry, array: nothing in a header lies deeper.
    private const int Deepest = 3;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<SafetensorsEntry> _entries = [];

    internal IReadOnlyList<SafetensorsEntry> Entries => _entries;

    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    internal void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            ParseRoot(ref reader);
        }
        catch (JsonException e)
        {
            long at = SafetensorsReader.LengthBytes + reader.BytesConsumed;
            throw InvalidFile.At(file, at, $"the header is not valid JSON: {e.Message[..(e.Message.IndexOf(". ", StringComparison.Ordinal) + 1)]}");
        }
    }

    private void ParseRoot(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (NextName(ref reader, "the header", _names) is string name)
        {
            if (name == MetadataKey) ParseMetadata(ref reader);
            else _entries.Add(ParseEntry(ref reader, name));
        }

        // Reads on to the end: anything but white space after the object is a JsonException.
        reader.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (NextName(ref reader, MetadataKey, keys) is string key)
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey} {InvalidFile.Quote(key)}");
            _metadata.Add(key, Text(ref reader));
        }
    }

    private SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string place = "tensor " + InvalidFile.Quote(name);
        Expect(ref reader, JsonTokenType.StartObject, place);
        long start = Place(ref reader);
        HashSet<string> keys = new(StringComparer.Ordinal);
        ElementType? element = null;
        long[]? shape = null, offsets = null;
        while (NextName(ref reader, place, keys) is string key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, place + " dtype");
                    element = ParseType(ref reader, place);
                    break;
                case "shape":
                    shape = ParseNumbers(ref reader, place + " shape", StoredTensor.MostDimensions);
                    break;
                case "data_offsets":
                    offsets = ParseNumbers(ref reader, place + " data_offsets", 2);
                    break;
                default:
                    throw InvalidFile.At(file, Place(ref reader), $"{place} has an unknown key {InvalidFile.Quote(key)}");
            }
        }

        if (element is null || shape is null || offsets is null)
            throw InvalidFile.At(file, start, $"{place} lacks {(element is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
            throw InvalidFile.At(file, start, $"{place}: data_offsets {InvalidFile.Shape(offsets)} are not a begin and an end");
        if (StoredTensor.ShapeError(shape, element.Size) is string error) throw InvalidFile.At(file, start, $"{place}: {error}");

        long bytes = shape.Aggregate((long)element.Size, (product, size) => product * size);
        if (bytes != offsets[1] - offsets[0])
        {
            throw InvalidFile.At(
                file, start, $"{place}: {element.Safetensors} {InvalidFile.Shape(shape)} takes {bytes} bytes, but data_offsets span {offsets[1] - offsets[0]}");
        }

        return new SafetensorsEntry(name, element, shape, offsets[0], offsets[1]);
    }

    private ElementType ParseType(ref Utf8JsonReader reader, string place)
    {
        string name = Text(ref reader);
        return ElementType.FindSafetensors(name) ?? throw InvalidFile.At(
            file,
            Place(ref reader),
            $"{place}: dtype {InvalidFile.Quote(name)} is not one of {string.Join(", ", ElementType.All.Select(t => t.Safetensors))}");
    }

    private long[] ParseNumbers(ref Utf8JsonReader reader, string place, int most)
    {
        Expect(ref reader, JsonTokenType.StartArray, place);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number))
                throw InvalidFile.At(file, Place(ref reader), $"{place} holds something that is not a whole number of 64 bits");
            if (numbers.Count == most)
                throw InvalidFile.At(file, Place(ref reader), $"{place} has more than {most} numbers");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private string? NextName(ref Utf8JsonReader reader, string place, HashSet<string> seen)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return null;
        string name = Text(ref reader);
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
            throw InvalidFile.At(file, Place(ref reader), $"a text holds half a surrogate pair");
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string place)
    {
        reader.Read();
        if (reader.TokenType != type)
            throw InvalidFile.At(file, Place(ref reader), $"{place} is a JSON {reader.TokenType} where a {type} belongs");
    }

    private static long Place(ref Utf8JsonReader reader) => SafetensorsReader.LengthBytes + reader.TokenStartIndex;
}

using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>
/// Checks the messages of an ONNX file before they are parsed into objects. Each length must fit into its parent, and the number of
/// messages is limited, because an empty message takes two bytes in the file and fifty times as many in memory.
/// </summary>
internal static class WireCheck
{
    // ten times the messages of a network with 10,000 layers
    private const int MaxMessages = 1_000_000;

    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    // the fields that contain messages, by parent message
    private static readonly Dictionary<int, Part> InModel = new() { [7] = new(InGraph()), [8] = Part.Leaf, [14] = Part.Leaf };

    /// <summary>Checks a stream from its current position to its end.</summary>
    /// <exception cref="InvalidDataException">A length is invalid, or there are too many messages.</exception>
    public static void Check(Stream stream, string name)
    {
        if (stream.Length - stream.Position > int.MaxValue)
        {
            throw InvalidFile.At(name, "model",
                $"has {stream.Length - stream.Position} bytes, more than an ONNX file can have; larger weights stand in files beside it.");
        }

        var messages = 0;
        var buffered = new BufferedReader(stream);
        var ends = new Stack<(long End, Dictionary<int, Part> Parts)>();
        ends.Push((buffered.Length, InModel));
        while (ends.TryPeek(out var current))
        {
            if (buffered.Position == current.End)
            {
                ends.Pop();
                continue;
            }

            var at = buffered.Position;
            var tag = ReadVarint();
            var field = (int)Math.Min(tag >> 3, int.MaxValue);
            switch ((int)(tag & 7))
            {
                case Varint: ReadVarint(); break;
                case Fixed64: Skip(8); break;
                case Fixed32: Skip(4); break;
                case Delimited:
                    var length = (long)Math.Min(ReadVarint(), long.MaxValue);
                    var left = current.End - buffered.Position;
                    if (length > left)
                    {
                        throw InvalidFile.At(name, at,
                            $"a field of {length} bytes where {left} are left: the file is not an ONNX file, or it is cut off.");
                    }

                    if (!current.Parts.TryGetValue(field, out var part))
                    {
                        Skip(length);
                        break;
                    }

                    if (++messages > MaxMessages)
                    {
                        throw InvalidFile.At(name, at, $"has more than {MaxMessages} parts, more than any network.");
                    }
                    if (part.Inside is { } inside) ends.Push((buffered.Position + length, inside));
                    else Skip(length);
                    break;
                default: throw InvalidFile.At(name, at, $"a field of a kind that no ONNX file has.");
            }

            if (buffered.Position > current.End) throw InvalidFile.At(name, at, $"a field reaches beyond the part that it is in.");

            void Skip(long bytes)
            {
                if (bytes > current.End - buffered.Position)
                {
                    throw InvalidFile.At(name, at, $"the file is not an ONNX file, or it is cut off.");
                }
                buffered.Skip(bytes);
            }

            ulong ReadVarint()
            {
                var value = 0UL;
                for (var shift = 0; shift < 64; shift += 7)
                {
                    if (buffered.Read() is not { } next) throw InvalidFile.At(name, at, $"the file is not an ONNX file, or it is cut off.");
                    value |= (ulong)(next & 0x7f) << shift;
                    if ((next & 0x80) == 0) return value;
                }

                throw InvalidFile.At(name, at, $"a number of more than ten bytes: the file is not an ONNX file.");
            }
        }
    }

    private static Dictionary<int, Part> InGraph()
    {
        Part entries = new(new() { [13] = Part.Leaf }), attribute = new(new() { [5] = entries, [9] = Part.Leaf, [10] = entries });
        Part node = new(new() { [1] = Part.Leaf, [2] = Part.Leaf, [5] = attribute });
        Part shape = new(new() { [1] = Part.Leaf }), type = new(new() { [1] = new(new() { [2] = shape }) }),
            value = new(new() { [2] = type });
        return new() { [1] = node, [5] = entries, [11] = value, [12] = value, [13] = value, [15] = Part.Leaf };
    }

    /// <summary>A field that contains a message or a repeated string.</summary>
    private sealed record Part(Dictionary<int, Part>? Inside)
    {
        public static Part Leaf { get; } = new((Dictionary<int, Part>?)null);
    }
}

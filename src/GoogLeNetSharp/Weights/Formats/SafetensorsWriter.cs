using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Writes safetensors files, and the same bytes to streams.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    internal static void Write(
        string path,
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string> metadata,
        IProgress<WeightsProgress>? progress,
        CancellationToken cancellation)
    {
        Action<Stream> write = Prepare(tensors, metadata, progress, cancellation);
        AtomicFile.Write(path, write);
    }

    internal static void Write(
        Stream stream,
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string> metadata,
        IProgress<WeightsProgress>? progress,
        CancellationToken cancellation) => Prepare(tensors, metadata, progress, cancellation)(stream);

    // What cannot be written is refused before anything is.
    private static Action<Stream> Prepare(
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string> metadata,
        IProgress<WeightsProgress>? progress,
        CancellationToken cancellation)
    {
        CheckNames(tensors);
        ElementType[] types = [.. tensors.Select(t => TypeOf(t.Key, t.Value))];

        // Wider elements first, so that every tensor is aligned to its element size.
        int[] order = [.. Enumerable.Range(0, tensors.Count).OrderByDescending(i => types[i].Size)];
        long[] begins = new long[tensors.Count];
        long total = 0;
        foreach (int i in order)
        {
            begins[i] = total;
            total += tensors[i].Value.numel() * types[i].Size;
        }

        return file =>
        {
            cancellation.ThrowIfCancellationRequested();
            file.Write(Header(tensors, types, begins, metadata));
            foreach (int i in order)
            {
                cancellation.ThrowIfCancellationRequested();
                WriteData(file, tensors[i].Value, cancellation);
                progress?.Report(new WeightsProgress(tensors[i].Key, begins[i] + (tensors[i].Value.numel() * types[i].Size), total));
            }
        };
    }

    private static void CheckNames(IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, _) in tensors)
        {
            if (name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"tensors: no tensor can be called {name}, the format reserves that name.", nameof(tensors));
            if (!names.Add(name)) throw new ArgumentException($"tensors: the name '{name}' comes twice.", nameof(tensors));
        }
    }

    private static ElementType TypeOf(string name, Tensor tensor) => ElementType.Find(tensor.dtype) ?? throw new ArgumentException(
        $"tensors: '{name}' has the type {tensor.dtype}, which is not one of {string.Join(", ", ElementType.All.Select(t => t.Type))}.",
        "tensors");

    private static byte[] Header(
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors, ElementType[] types, long[] begins,
        IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(new byte[SafetensorsReader.LengthBytes]); // placeholder of the length
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            for (int i = 0; i < tensors.Count; i++) WriteEntry(json, tensors[i], types[i], begins[i]);
            json.WriteEndObject();
        }

        int padding = -buffer.WrittenCount & (Alignment - 1);
        buffer.Write("       "u8[..padding]);
        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsReader.LengthBytes);
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter json, KeyValuePair<string, Tensor> tensor, ElementType type, long begin)
    {
        json.WriteStartObject(tensor.Key);
        json.WriteString("dtype", type.Safetensors);
        json.WriteStartArray("shape");
        foreach (long size in tensor.Value.shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + (tensor.Value.numel() * type.Size));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteData(Stream file, Tensor tensor, CancellationToken cancellation)
    {
        using Tensor detached = tensor.detach();
        using Tensor local = detached.cpu();
        using Tensor plain = local.contiguous();
        TensorMemory.ForEachChunk(plain, chunk =>
        {
            cancellation.ThrowIfCancellationRequested();
            file.Write(chunk);
        });
    }
}

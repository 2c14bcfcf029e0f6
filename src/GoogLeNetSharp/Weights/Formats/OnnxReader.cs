using System.Runtime.InteropServices;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Onnx.Import;
using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Reads the initializers of an ONNX file, regardless of the operators in its graph. The whole file is held in memory.</summary>
internal static class OnnxReader
{
    private const byte IrVersion = 0x08;

    // Tags of the producer, producer version, domain, model version and graph, one of which follows. No name in a TorchSharp file begins
    // with one of these characters.
    private static ReadOnlySpan<byte> Second => [0x12, 0x1a, 0x22, 0x28, 0x3a];

    internal static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length > 2 && start[0] == IrVersion && start[1] < 0x80 && Second.Contains(start[2]);

    internal static StoredStateDict Read(ByteSource source, WorkBudget budget)
    {
        using Stream stream = source.OpenRange(0, source.Length);
        OnnxFile file = OnnxFile.Parse(stream, source.Name, source.Folder);
        GraphProto graph = file.Proto.Graph;
        if (graph.SparseInitializer.Count > 0) throw file.Error("graph", $"has sparse initializers, which are not read");
        var reader = new TensorReader(file);
        var tensors = new OrderedDictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (TensorProto tensor in graph.Initializer)
        {
            budget.Entry(tensor.Name);
            budget.Tensor(tensor.Dims.Count);
            if (!tensors.TryAdd(tensor.Name, ToTensor(file, reader, tensor)))
                throw file.Error("graph", $"has two initializers named {InvalidFile.Quote(tensor.Name)}.");
        }

        AddCopies(graph, tensors, budget);
        return new StoredStateDict(source, StateDictFormat.Onnx, [.. tensors.Values], Metadata(file, budget));
    }

    // PyTorch's exporter stores equal tensors once; the others are outputs of Identity nodes.
    private static void AddCopies(GraphProto graph, OrderedDictionary<string, StoredTensor> tensors, WorkBudget budget)
    {
        foreach (NodeProto node in graph.Node)
        {
            if (node.OpType != "Identity" || node.Input is not [string input] || node.Output is not [string output]) continue;
            budget.Hash(input);
            if (!tensors.TryGetValue(input, out StoredTensor? same)) continue;
            budget.Entry(output);
            budget.Tensor(same.Shape.Length);
            tensors.TryAdd(output, same with { Name = output });
        }
    }

    private static StoredTensor ToTensor(OnnxFile file, TensorReader reader, TensorProto tensor)
    {
        string place = "initializer " + InvalidFile.Quote(tensor.Name);
        ElementType element = ElementType.FindOnnx(tensor.DataType)
            ?? throw file.Error(place, $"has the type {tensor.DataType}, which is not read");
        long[] shape = [.. tensor.Dims];
        if (StoredTensor.ShapeError(shape, element.Size) is string error) throw file.Error(place, $"{error}");
        ReadOnlyMemory<byte> bytes = reader.ReadBytes(tensor, place, element.Size);
        if (!MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> held)) held = bytes.ToArray();
        var storage = new StorageRange("initializer", tensor.Name, offset: 0, bytes.Length)
        {
            Held = new ByteSource(new MemoryStream(held.Array ?? [], held.Offset, held.Count, writable: false), $"{file.Name}: {place}"),
            IsBool = element.IsBool,
        };
        return new StoredTensor(tensor.Name, element, shape, StoredTensor.ContiguousStrides(shape), 0, storage);
    }

    private static Dictionary<string, string> Metadata(OnnxFile file, WorkBudget budget)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in file.Proto.MetadataProps)
        {
            budget.Entry(entry.Key);
            if (!metadata.TryAdd(entry.Key, entry.Value)) throw file.Error("metadata", $"has {InvalidFile.Quote(entry.Key)} twice.");
        }

        return metadata;
    }
}

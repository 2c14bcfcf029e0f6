using Google.Protobuf;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx;

/// <summary>Verifies a written file against its network.</summary>
internal static class OnnxVerifier
{
    // an arbitrary number, because no rule depends on it
    private const long SomeBatch = 2;

    // the tag size of fields with numbers below 16
    private const int TagSize = 1;

    /// <summary>
    /// Reads the file back and verifies it: identical bytes, well-formed, and the network's shape at every node. The file is compared in
    /// pieces and never held in memory.
    /// </summary>
    /// <param name="meant">The expected content.</param>
    /// <param name="stream">The file, positioned at its first byte.</param>
    /// <param name="length">Length of the file in bytes.</param>
    /// <exception cref="InvalidDataException">The file is invalid; the message names the place.</exception>
    public static void Verify(OnnxModel meant, Stream stream, long length)
    {
        CheckContent(meant, stream, length);
        var graph = meant.Proto.Graph;
        CheckStructure(graph);
        for (var probe = 0; probe < meant.Shapes.Probes.Count; probe++) CheckShapes(graph, meant, probe);
    }

    private static void CheckContent(OnnxModel meant, Stream stream, long length)
    {
        using var comparison = new ComparingStream(stream);
        meant.WriteTo(comparison);
        if (comparison.End is { } end)
            throw new InvalidDataException($"The ONNX file cannot be read back: it ends after {end} of {comparison.Length} bytes.");
        if (comparison.FirstDifference is { } difference)
            throw new InvalidDataException($"The ONNX file does not hold what was written: {PlaceOf(meant.Proto, difference)} differs.");
        if (comparison.Length == length) return;
        throw new InvalidDataException($"The ONNX file does not hold what was written: it has {length} of {comparison.Length} bytes.");
    }

    // Fields are written in numerical order: in a graph, initializers after the nodes and before inputs, outputs and value shapes; in the
    // file, the graph before the operator set and the metadata.
    private static string PlaceOf(ModelProto file, long offset)
    {
        var graph = file.Graph;
        var behind = new GraphProto { Input = { graph.Input }, Output = { graph.Output }, ValueInfo = { graph.ValueInfo } }.CalculateSize()
            + new ModelProto { OpsetImport = { file.OpsetImport }, MetadataProps = { file.MetadataProps } }.CalculateSize();
        var end = (long)file.CalculateSize() - behind;
        if (offset >= end) return "its graph";
        foreach (var initializer in graph.Initializer.Reverse())
        {
            end -= TagSize + CodedOutputStream.ComputeMessageSize(initializer);
            if (offset >= end) return $"initializer {initializer.Name}";
        }

        return "its graph";
    }

    private static void CheckStructure(GraphProto graph)
    {
        var known = new HashSet<string>();
        foreach (var name in graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(initializer => initializer.Name)))
        {
            Define(name);
        }
        foreach (var node in graph.Node)
        {
            if (node.Input.FirstOrDefault(input => !known.Contains(input)) is { } unknown)
            {
                throw new InvalidDataException(
                    $"The ONNX file is not well-formed: node {node.Name} reads {unknown} before it is computed.");
            }

            foreach (var output in node.Output) Define(output);
        }

        var read = graph.Node.SelectMany(node => node.Input).ToHashSet();
        if (graph.Initializer.FirstOrDefault(initializer => !read.Contains(initializer.Name)) is { } unused)
            throw new InvalidDataException($"The ONNX file is not well-formed: no node reads initializer {unused.Name}.");
        if (graph.Output.FirstOrDefault(output => !known.Contains(output.Name)) is { } missing)
            throw new InvalidDataException($"The ONNX file is not well-formed: no node makes output {missing.Name}.");

        void Define(string name)
        {
            if (!known.Add(name)) throw new InvalidDataException($"The ONNX file is not well-formed: {name} is made twice.");
        }
    }

    // node by node, to report the first error rather than its consequences
    private static void CheckShapes(GraphProto graph, OnnxModel meant, int probe)
    {
        var batch = meant.Shapes[meant.Graph.Input.Id][0].Value ?? SomeBatch;
        var network = meant.Shapes.Inferred(probe)
            .ToDictionary(pair => meant.Values[pair.Key], pair => (Dimension[])[batch, .. pair.Value.Select(side => (Dimension)side)]);
        var declared = graph.Input.Concat(graph.ValueInfo).Concat(graph.Output).ToDictionary(value => value.Name, Declared);
        var constants = graph.Initializer.ToDictionary(initializer => initializer.Name);
        var shapes = constants.ToDictionary(pair => pair.Key, pair => pair.Value.Dims.ToArray());

        Add(graph.Input[0].Name, InputShape(graph, [batch, .. meant.Shapes.Probes[probe]]));
        foreach (var node in graph.Node)
        {
            Add(node.Output[0], OnnxShapeRules.Output(node, [.. node.Input.Select(name => shapes[name])], constants)
                ?? throw new InvalidDataException($"The ONNX file has inputs at node {node.Name} that {node.OpType} does not take."));
        }

        void Add(string value, long[] shape)
        {
            shapes[value] = shape;
            if (network.TryGetValue(value, out var expected)) Compare(value, shape, expected, "the network has");
            if (declared.TryGetValue(value, out expected)) Compare(value, shape, expected, "the file declares");
        }
    }

    private static long[] InputShape(GraphProto graph, long[] shape) => graph.Input[0].Type.TensorType.ElemType == (int)DataType.Uint8
        ? [shape[0], shape[2], shape[3], shape[1]]
        : shape;

    private static void Compare(string value, long[] shape, Dimension[] expected, string whose)
    {
        if (shape.Length == expected.Length && shape.Zip(expected).All(pair => pair.Second.Value is not { } side || side == pair.First))
        {
            return;
        }
        throw new InvalidDataException(
            $"The ONNX file has another shape at {value}: {whose} [{string.Join(", ", expected)}], its nodes make {ShapeText.Of(shape)}.");
    }

    private static Dimension[] Declared(ValueInfoProto value) =>
        [.. value.Type.TensorType.Shape.Dim.Select(side => side.HasDimValue ? side.DimValue : Dimension.Unknown)];
}

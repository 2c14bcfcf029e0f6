using System.Text.Json.Nodes;
using Google.Protobuf;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.OnnxGraphBuilder;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx;

/// <summary>An ONNX file in memory, with references to the weights of its graph.</summary>
internal sealed class OnnxModel
{
    // larger than protobuf's own buffer, so that a weight is written in few pieces
    private const int BufferSize = 1 << 16;

    private readonly OnnxGraphBuilder _onnx;

    private OnnxModel(InferenceGraph graph, OnnxExportOptions options)
    {
        Graph = graph;
        Shapes = OnnxShapes.Of(graph, options);
        _onnx = new OnnxGraphBuilder(graph.Name, options.Weights);
        Proto = new ModelProto
        {
            IrVersion = IrVersion(options.Opset),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = options.Opset } },
            ProducerName = nameof(GoogLeNetSharp),
            ProducerVersion = typeof(OnnxModel).Assembly.GetName().Version!.ToString(fieldCount: 3),
            Graph = _onnx.Graph,
        };
    }

    /// <summary>The network.</summary>
    public InferenceGraph Graph { get; }

    /// <summary>The shapes of the network's nodes.</summary>
    public OnnxShapes Shapes { get; }

    /// <summary>The file's content.</summary>
    public ModelProto Proto { get; }

    /// <summary>Names in the file of the outputs of the network's nodes, by <see cref="GraphNode.Id"/>.</summary>
    public Dictionary<int, string> Values { get; } = [];

    /// <summary>Builds the file's content.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="options">The export options.</param>
    /// <param name="description">Metadata by key.</param>
    /// <exception cref="NotSupportedException">The graph cannot be exported or is too large.</exception>
    /// <exception cref="ArgumentException">The options are not valid for the graph.</exception>
    public static OnnxModel Of(InferenceGraph graph, OnnxExportOptions options, IEnumerable<KeyValuePair<string, string>> description)
    {
        graph = graph.DropDropout();
        var model = new OnnxModel(options.FoldBatchNorm ? graph.FoldBatchNorm() : graph, options);
        model.Write(options);
        model.AddMetadata(options, description);
        FileSize.Check(FileSize.Weights, model.Proto.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length));
        return model;
    }

    /// <summary>Writes the file.</summary>
    public void WriteTo(Stream stream)
    {
        using var output = new CodedOutputStream(stream, BufferSize, leaveOpen: true);
        Proto.WriteTo(output);
    }

    // the first version of the file format that supports the operator set
    private static long IrVersion(int opset) => opset switch
    {
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        _ => 10,
    };

    private void Write(OnnxExportOptions options)
    {
        var input = _onnx.UniqueName(options.InputName);
        var output = _onnx.UniqueName(options.OutputName);
        if (output != options.OutputName)
            throw new ArgumentException($"options: InputName and OutputName must differ, both are {options.InputName}.", nameof(options));

        Values[Graph.Input.Id] = WriteInput(options, input);
        var translation = new NodeTranslation(_onnx, Shapes);
        foreach (var node in Graph.Nodes.Skip(1))
        {
            var last = node == Graph.Output && !options.IncludeSoftmax;
            var value = Values[node.Id] = last ? output : _onnx.UniqueName(node.Name);
            translation.Write(node, [.. node.Inputs.Select(id => Values[id])], value);
            if (!last) _onnx.Describe(value, Shapes[node.Id]);
        }

        if (options.IncludeSoftmax) _onnx.Node("Softmax", output, [Values[Graph.Output.Id]], Attribute("axis", 1));
        else if (Graph.Nodes.Count == 1) _onnx.Node("Identity", output, [Values[Graph.Input.Id]]);
        _onnx.Output(output, Shapes[Graph.Output.Id]);
    }

    // returns the value read by the network: the input, after preprocessing and the size guard
    private string WriteInput(OnnxExportOptions options, string input)
    {
        var shape = Shapes[Graph.Input.Id];
        var images = input;
        if (options.Preprocessing is null) _onnx.Input(input, DataType.Float, shape);
        else images = WritePreprocessing(options.Preprocessing, input, shape);
        return SizeGuard.Write(_onnx, Shapes, input, images, shape);
    }

    private string WritePreprocessing(OnnxPreprocessing preprocessing, string input, Dimension[] shape)
    {
        Dimension[] rows = [shape[0], shape[2], shape[3], shape[1]];
        long[] perChannel = [1, Shapes.Channels, 1, 1];
        _onnx.Input(input, DataType.Uint8, rows);
        var real = _onnx.Step("Cast", input, "float", rows, [input], Attribute("to", (long)DataType.Float));
        var planes = _onnx.Step("Transpose", input, "planes", shape, [real], Attribute("perm", 0, 3, 1, 2));
        var mean = _onnx.Constant($"{input}.mean", [.. preprocessing.Mean.Select(value => (float)(255 * value))], perChannel);
        var scale = _onnx.Constant($"{input}.scale", [.. preprocessing.StandardDeviation.Select(value => (float)(1 / (255 * value)))],
            perChannel);
        var centred = _onnx.Step("Sub", input, "centred", shape, [planes, mean]);
        return _onnx.Step("Mul", input, "normalised", shape, [centred, scale]);
    }

    private void AddMetadata(OnnxExportOptions options, IEnumerable<KeyValuePair<string, string>> description)
    {
        var texts = new Dictionary<string, string>(Graph.Metadata);
        foreach (var (key, value) in description) texts[key] = value;
        AddLabels(options, texts);
        foreach (var (key, value) in texts) Proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private void AddLabels(OnnxExportOptions options, Dictionary<string, string> texts)
    {
        if (options.Labels is not { } labels) return;
        var classes = Shapes[Graph.Output.Id][1].Value;
        if (labels.Count != classes)
            throw new ArgumentException($"options: Labels must be one per class, {classes}, got {labels.Count}.", nameof(options));
        texts["labels"] = new JsonArray([.. labels.Select(label => JsonValue.Create(label))]).ToJsonString();
    }
}

using System.Globalization;
using System.Text;
using GoogLeNetSharp.Onnx.Import;

namespace GoogLeNetSharp.Graphs;

/// <summary>
/// A network as a list of nodes with weights, for inference and ONNX export. It has one input and cannot be trained.
/// </summary>
/// <remarks>
/// <para>Immutable. Holds float32 weights in managed memory and keeps no reference to the original module, which may be trained or
/// disposed. The passes in <see cref="GraphPasses"/> return new graphs that share unchanged weights.</para>
/// <para>Shapes are those of one image, without the batch axis: [C, H, W] for a map, [F] for features.</para>
/// </remarks>
public sealed class InferenceGraph
{
    private readonly Dictionary<int, GraphNode> _byId;

    internal InferenceGraph(string name, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphOutput>? outputs = null)
    {
        Name = name;
        Nodes = nodes;
        Outputs = outputs ?? [new GraphOutput("output", nodes[^1].Id)];
        _byId = nodes.ToDictionary(node => node.Id);
        TakesFeatures = LinearReadsInput();
    }

    /// <summary>The type of the original module, for example <c>GoogLeNet</c>.</summary>
    public string Name { get; }

    /// <summary>The nodes in topological order, starting with <see cref="Input"/>.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The input.</summary>
    public InputNode Input => (InputNode)Nodes[0];

    /// <summary>The output node; the first one if there are several <see cref="Outputs"/>.</summary>
    public GraphNode Output => this[Outputs[0].Node];

    /// <summary>The outputs, one or more.</summary>
    public IReadOnlyList<GraphOutput> Outputs { get; }

    /// <summary>Metadata of an ONNX file by key, for example class names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    /// <summary>Gets a node by number.</summary>
    /// <param name="id">A <see cref="GraphNode.Id"/>.</param>
    /// <exception cref="KeyNotFoundException">The graph has no such node.</exception>
    public GraphNode this[int id] => _byId[id];

    /// <summary>Reads a graph from an ONNX file. External weights are read only from the same folder.</summary>
    /// <param name="path">The file, with operator set 7 to 21 and one input of images or features.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="InvalidDataException">The file is broken or not an ONNX file; the message has the place.</exception>
    /// <exception cref="NotSupportedException">The file contains unsupported nodes; the message lists all of them with reasons.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static InferenceGraph FromOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxImporter.Import(OnnxFile.Read(path));
    }

    /// <summary>Reads a graph from an ONNX file in a stream.</summary>
    /// <param name="stream">The stream, read from its current position to its end; it stays open.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is null or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is broken, not an ONNX file, or has external weights; the message has the
    /// place.</exception>
    /// <exception cref="NotSupportedException">The file contains unsupported nodes; the message lists all of them with reasons.</exception>
    public static InferenceGraph FromOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OnnxImporter.Import(OnnxFile.Read(stream));
    }

    /// <summary>Returns the graph with other metadata.</summary>
    /// <param name="metadata">Metadata by key.</param>
    /// <returns>A graph that shares the nodes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="metadata"/> is null.</exception>
    public InferenceGraph WithMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new InferenceGraph(Name, Nodes, Outputs) { Metadata = new Dictionary<string, string>(metadata) };
    }

    /// <summary>Computes the shape after each node without running the graph.</summary>
    /// <param name="inputShape">The shape of one input without batch axis: C x H x W, or F.</param>
    /// <returns>Output shapes without batch axis by <see cref="GraphNode.Id"/>.</returns>
    /// <exception cref="ArgumentException">The shape is not supported; the message names the node.</exception>
    public IReadOnlyDictionary<int, long[]> InferShapes(params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        var shapes = new Dictionary<int, long[]>();
        if (FirstThatDoesNotFit(inputShape, shapes) is not { } node) return shapes;
        var came = node == Input ? ShapeText.Of(inputShape) : string.Join(", ", node.Inputs.Select(id => ShapeText.Of(shapes[id])));
        throw new ArgumentException(
            $"inputShape: {ShapeText.Of(inputShape)} does not fit this {Name}: node {node.Name}, {node}, cannot take {came}.",
            nameof(inputShape));
    }

    /// <summary>Whether the input is features, N x F, because a linear layer reads it.</summary>
    internal bool TakesFeatures { get; }

    /// <summary>Finds the accepted sizes of square images, or null if none up to <paramref name="limit"/> pixels a side is
    /// accepted.</summary>
    internal SizeRange? ImageSizes(long channels, long limit = SizeRange.LargestSearched) =>
        SizeRange.Find(side => Accepts([channels, side, side]), limit);

    /// <summary>Whether the graph accepts an input of the given shape, without batch axis.</summary>
    internal bool Accepts(long[] inputShape) => FirstThatDoesNotFit(inputShape, []) is null;

    /// <summary>Infers shapes and returns the first node that does not accept its input, or null. Fills in the shapes before it.</summary>
    /// <remarks>Nodes that depend on an <see cref="OpaqueNode"/> have unknown shapes and no entry.</remarks>
    internal GraphNode? FirstThatDoesNotFit(long[] inputShape, Dictionary<int, long[]> shapes)
    {
        shapes[Input.Id] = inputShape;
        if (!Input.Takes(inputShape)) return Input;
        foreach (var node in Nodes.Skip(1))
        {
            if (node is OpaqueNode || !node.Inputs.All(shapes.ContainsKey)) continue;
            if (node.OutputShape([.. node.Inputs.Select(id => shapes[id])]) is not { } shape) return node;
            shapes[node.Id] = shape;
        }

        return null;
    }

    /// <summary>Returns the graph as text, one line per node: number, name and operation.</summary>
    public override string ToString()
    {
        var weights = Nodes.SelectMany(node => node.Weights).Sum(weight => weight.Count);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Name}: {Nodes.Count} nodes, {weights:N0} weights\n");
        var numberWidth = Nodes.Max(node => $"%{node.Id}".Length);
        var nameWidth = Nodes.Max(node => node.Name.Length);
        foreach (var node in Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{$"%{node.Id}".PadLeft(numberWidth)}  {node.Name.PadRight(nameWidth)}  {node}\n");
        }
        return text.ToString();
    }

    private bool LinearReadsInput()
    {
        if (Input.IsFeatures) return true;
        var sameAsInput = new HashSet<int> { Input.Id };
        foreach (var node in Nodes.Skip(1).Where(node => node.Inputs.Any(sameAsInput.Contains)))
        {
            if (node is LinearNode) return true;
            if (node is ReluNode or DropoutNode) sameAsInput.Add(node.Id);
        }

        return false;
    }
}

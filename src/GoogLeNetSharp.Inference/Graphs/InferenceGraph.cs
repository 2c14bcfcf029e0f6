using System.Globalization;
using System.Text;
using GoogLeNetSharp.Onnx.Import;

namespace GoogLeNetSharp.Graphs;

/// <summary>
/// A network as a list of steps with their weights: what inference runs and what ONNX export writes. One input, no training.
/// </summary>
/// <remarks>
/// <para>Immutable. Holds its weights in managed memory, float32, and keeps no reference to the module it came from, which may be trained
/// on or disposed. The passes in <see cref="GraphPasses"/> return a new graph that shares the weights they leave unchanged.</para>
/// <para>Shapes are those of one image, without the batch, which never matters: [C, H, W] for a map, [F] for features.</para>
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

    /// <summary>The type of the module it came from: <c>GoogLeNet</c>.</summary>
    public string Name { get; }

    /// <summary>The nodes, each after those it reads: the <see cref="Input"/> first.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>What the graph is given.</summary>
    public InputNode Input => (InputNode)Nodes[0];

    /// <summary>The node whose output is the graph's; with several <see cref="Outputs"/> the first of them.</summary>
    public GraphNode Output => this[Outputs[0].Node];

    /// <summary>What the graph gives, one output or several.</summary>
    public IReadOnlyList<GraphOutput> Outputs { get; }

    /// <summary>Texts by key that an ONNX file carries beside the network: the names of classes, for one.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The node with that number.</summary>
    /// <param name="id">A <see cref="GraphNode.Id"/>.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public GraphNode this[int id] => _byId[id];

    /// <summary>Reads a graph from an ONNX file; weights that stand in files of their own are looked for in its folder, and nowhere
    /// else.</summary>
    /// <param name="path">The file: operator sets 7 to 21, one input of images or features.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="InvalidDataException">The file is no ONNX file, or a broken one; the message has the place.</exception>
    /// <exception cref="NotSupportedException">Nodes of the file cannot be run; the message names all of them and says why.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static InferenceGraph FromOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxImporter.Import(OnnxFile.Read(path));
    }

    /// <summary>Reads a graph from an ONNX file in a stream.</summary>
    /// <param name="stream">The file, from where the stream stands to its end; it stays open.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is null or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is no ONNX file, or a broken one, or has weights in other files; the message has the
    /// place.</exception>
    /// <exception cref="NotSupportedException">Nodes of the file cannot be run; the message names all of them and says why.</exception>
    public static InferenceGraph FromOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OnnxImporter.Import(OnnxFile.Read(stream));
    }

    /// <summary>The same graph with other texts for the ONNX file.</summary>
    /// <param name="metadata">Texts by key.</param>
    /// <returns>A graph that shares the nodes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="metadata"/> is null.</exception>
    public InferenceGraph WithMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new InferenceGraph(Name, Nodes, Outputs) { Metadata = new Dictionary<string, string>(metadata) };
    }

    /// <summary>The shape after each node, by arithmetic: nothing is run.</summary>
    /// <param name="inputShape">The shape of one input, without batch: C x H x W, or F.</param>
    /// <returns>Output shapes without batch by <see cref="GraphNode.Id"/>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit; the message names the node.</exception>
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

    /// <summary>Whether the input is features, N x F, and not a map: whether a linear layer reads it.</summary>
    internal bool TakesFeatures { get; }

    /// <summary>The square images that the graph takes, or null where it takes none up to <paramref name="limit"/> pixels a side.</summary>
    internal SizeRange? ImageSizes(long channels, long limit = SizeRange.LargestSearched) =>
        SizeRange.Find(side => Accepts([channels, side, side]), limit);

    /// <summary>Whether the graph takes an input of that shape, without batch.</summary>
    internal bool Accepts(long[] inputShape) => FirstThatDoesNotFit(inputShape, []) is null;

    /// <summary>The first node that does not take what reaches it, or null; the shapes up to there are filled in.</summary>
    /// <remarks>Nothing is known of the shape after an <see cref="OpaqueNode"/>, nor after a node that reads one: these have no
    /// entry.</remarks>
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

    /// <summary>The graph as a table: number, name and what the node does, one line each.</summary>
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

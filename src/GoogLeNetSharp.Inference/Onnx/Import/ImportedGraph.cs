using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Builds a graph during import.</summary>
internal sealed class ImportedGraph
{
    // a scalar scale is expanded to one value per channel
    private const long MostChannels = 1 << 20;

    private readonly List<GraphNode> _nodes = [];

    /// <summary>The number of the graph's input.</summary>
    public const int Input = 0;

    /// <summary>The batch size fixed by the file, or null.</summary>
    public long? FixedBatch { get; set; }

    /// <summary>Gets the node that computes a value.</summary>
    public GraphNode this[ComputedValue value] => _nodes[value.Node];

    /// <summary>Gets a node by number.</summary>
    public GraphNode this[int id] => _nodes[id];

    /// <summary>Adds a node and returns its output, N x C x H x W or N x F.</summary>
    /// <param name="make">Creates the node from its number.</param>
    /// <param name="sides">The sizes of its output; null if unknown.</param>
    public ComputedValue Add(Func<int, GraphNode> make, params IReadOnlyList<Extent?> sides)
    {
        var node = make(_nodes.Count);
        _nodes.Add(node);
        return new ComputedValue(node.Id, [.. sides.Select((side, axis) => side ?? Extent.Side(node.Id, axis))], ValueLayout.Plain);
    }

    /// <summary>Adds a node with an output of the same sizes as its input.</summary>
    public ComputedValue AddLike(ComputedValue value, Func<int, GraphNode> make) =>
        Add(make, [.. value.Sides.Select(side => (Extent?)side)]) with { Layout = value.Layout };

    /// <summary>Adds x * factor + shift, with scalars or one value per channel.</summary>
    public ComputedValue AddScale(OnnxNode node, ComputedValue value, float[] factor, float[] shift)
    {
        if (factor.Length == 1 && shift.Length > 1) factor = [.. Enumerable.Repeat(factor[0], shift.Length)];
        if (shift.Length == 1 && factor.Length > 1) shift = [.. Enumerable.Repeat(shift[0], factor.Length)];
        if (factor.Length > 1 && Channels(value) is { } given && given != factor.Length)
            throw node.Unsupported($"has {factor.Length} numbers for the channels of a value of shape {value.ShapeText}");
        if (factor.All(number => number == 1) && shift.All(number => number == 0)) return value;
        if (factor.Length == 1 && shift.All(number => number == 0) && !(Channels(value) <= MostChannels))
            return AddLike(value, id => new MulNode(id, node.Name, [value.Node], factor[0]));
        var channels = factor.Length > 1 ? factor.Length : Channels(value) is { } known and <= MostChannels
            ? known
            : throw node.Unsupported($"scales a value of shape {value.ShapeText}, with an unknown number of channels");
        return AddLike(value, id => new ScaleNode(id, node.Name, [value.Node], ForEach(factor), ForEach(shift)));

        Weight ForEach(float[] numbers) => numbers.Length == 1
            ? Weight.Filled(channels, numbers[0])
            : Weight.Owning(numbers, numbers.Length);
    }

    /// <summary>Gets the number of channels, or null if unknown.</summary>
    public static long? Channels(ComputedValue value) => value.Sides[ChannelAxis(value)].Known;

    /// <summary>Gets the axis of the channels or features.</summary>
    public static int ChannelAxis(ComputedValue value) => value.Layout == ValueLayout.ChannelsLast ? value.Rank - 1 : 1;

    /// <summary>Builds the graph of the nodes needed for the outputs.</summary>
    public InferenceGraph Build(string name, IReadOnlyList<GraphOutput> outputs, IReadOnlyDictionary<string, string> metadata)
    {
        var needed = new HashSet<int> { Input };
        foreach (var output in outputs) needed.Add(output.Node);
        for (var id = _nodes.Count - 1; id >= 0; id--)
        {
            if (needed.Contains(id)) needed.UnionWith(_nodes[id].Inputs);
        }

        return new InferenceGraph(name, [.. _nodes.Where(node => needed.Contains(node.Id))], outputs) { Metadata = metadata };
    }
}

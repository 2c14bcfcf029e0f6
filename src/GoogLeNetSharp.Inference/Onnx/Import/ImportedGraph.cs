using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>The graph while it is made of the nodes of a file.</summary>
internal sealed class ImportedGraph
{
    // A scale of one number for all channels becomes one for each.
    private const long MostChannels = 1 << 20;

    private readonly List<GraphNode> _nodes = [];

    /// <summary>The number of the graph's input.</summary>
    public const int Input = 0;

    /// <summary>The number of images, where the file fixes it.</summary>
    public long? FixedBatch { get; set; }

    /// <summary>The node that computes a value.</summary>
    public GraphNode this[ComputedValue value] => _nodes[value.Node];

    /// <summary>The node with that number.</summary>
    public GraphNode this[int id] => _nodes[id];

    /// <summary>Adds a node and returns its output, N x C x H x W or N x F.</summary>
    /// <param name="make">Makes the node of its number.</param>
    /// <param name="sides">The sizes of its output; null where they are open.</param>
    public ComputedValue Add(Func<int, GraphNode> make, params IReadOnlyList<Extent?> sides)
    {
        var node = make(_nodes.Count);
        _nodes.Add(node);
        return new ComputedValue(node.Id, [.. sides.Select((side, axis) => side ?? Extent.Side(node.Id, axis))], ValueLayout.Plain);
    }

    /// <summary>Adds a node whose output has the sizes of its input.</summary>
    public ComputedValue AddLike(ComputedValue value, Func<int, GraphNode> make) =>
        Add(make, [.. value.Sides.Select(side => (Extent?)side)]) with { Layout = value.Layout };

    /// <summary>Adds x * factor + shift, with one number or one for each channel.</summary>
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
            : throw node.Unsupported($"scales a value of shape {value.ShapeText}, whose channels are open");
        return AddLike(value, id => new ScaleNode(id, node.Name, [value.Node], ForEach(factor), ForEach(shift)));

        Weight ForEach(float[] numbers) => numbers.Length == 1
            ? Weight.Filled(channels, numbers[0])
            : Weight.Owning(numbers, numbers.Length);
    }

    /// <summary>The number of channels, where it is known.</summary>
    public static long? Channels(ComputedValue value) => value.Sides[ChannelAxis(value)].Known;

    /// <summary>The axis of the channels or features.</summary>
    public static int ChannelAxis(ComputedValue value) => value.Layout == ValueLayout.ChannelsLast ? value.Rank - 1 : 1;

    /// <summary>The graph of what the outputs need.</summary>
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

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>How a graph is run for one shape of input: the kernel and the weights of each convolution, and where each map is written.</summary>
internal sealed class RunPlan
{
    private readonly PackedWeight?[] _weights;
    private readonly (long Channels, long Height, long Width)[] _maps;
    private readonly (int Concat, long FirstChannel)?[] _homes;

    /// <summary>Plans for a graph whose maps have those shapes and whose convolutions have those weights, by position.</summary>
    public RunPlan(InferenceGraph graph, long images, IReadOnlyDictionary<int, long[]> shapes, PackedWeight?[] weights)
    {
        Images = images;
        _weights = weights;
        _maps = [.. graph.Nodes.Select(node => shapes[node.Id] is [var channels, var height, var width] ? (channels, height, width) : default)];
        _homes = new (int, long)?[graph.Nodes.Count];
        GiveHomes(graph);
    }

    /// <summary>Images of the batch.</summary>
    public long Images { get; }

    /// <summary>The weight of the convolution at that position.</summary>
    public PackedWeight Weight(int position) => _weights[position]!.Value;

    /// <summary>The shape of the map after the node at that position, one image.</summary>
    public (long Channels, long Height, long Width) Map(int position) => _maps[position];

    /// <summary>The concatenation whose map holds this node's, and the first of its channels there; null where the node has a map of its own.</summary>
    public (int Concat, long FirstChannel)? Home(int position) => _homes[position];

    // Who writes with a kernel of this library, and is read by a concatenation alone, writes where that wants it.
    private void GiveHomes(InferenceGraph graph)
    {
        var positions = graph.Nodes.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        var readers = graph.Nodes.SelectMany(node => node.Inputs).CountBy(id => id).ToDictionary();
        foreach (var concat in graph.Nodes.OfType<ConcatNode>())
        {
            var first = 0L;
            foreach (var id in concat.Inputs)
            {
                var branch = positions[id];
                if (readers[id] == 1 && _weights[branch] is { Kernel: ConvolutionKernel.Winograd or ConvolutionKernel.Pointwise }) _homes[branch] = (positions[concat.Id], first);
                first += _maps[branch].Channels;
            }
        }
    }
}

using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>Prepares a graph for execution: turns unfolded batch norms into scales, casts weights and lays them out channels-last.</summary>
internal sealed class RunForm : IDisposable
{
    private readonly Tensor?[] _weights;        // by position: the weight of a convolution or linear layer, the scale
    private readonly Tensor?[] _biases;         // by position: their bias, the shift

    public RunForm(InferenceGraph graph, ScalarType type)
    {
        Graph = WithoutBatchNorm(graph);
        Type = type;
        _weights = new Tensor?[Graph.Nodes.Count];
        _biases = new Tensor?[Graph.Nodes.Count];
        using var noGrad = no_grad();
        for (var i = 0; i < Graph.Nodes.Count; i++)
        {
            using var scope = NewDisposeScope();
            (_weights[i], _biases[i]) = Graph.Nodes[i] switch
            {
                ConvNode conv => (Own(ChannelsLast(Of(conv.Weight).to(type))), conv.Bias is null ? null : Own(Of(conv.Bias).to(type))),
                ScaleNode scale => (Own(Of(scale.Scale).to(type).reshape(-1, 1, 1)), Own(Of(scale.Shift).to(type).reshape(-1, 1, 1))),
                LinearNode linear => (Own(Of(linear.Weight)), linear.Bias is null ? null : Own(Of(linear.Bias))),
                _ => ((Tensor?)null, (Tensor?)null),
            };
        }
    }

    /// <summary>The graph that is run.</summary>
    public InferenceGraph Graph { get; }

    /// <summary>The type of the maps.</summary>
    public ScalarType Type { get; }

    /// <summary>The weight, or the scale, of the node at that position.</summary>
    public Tensor Weight(int position) => _weights[position]!;

    /// <summary>The bias, or the shift, of the node at that position.</summary>
    public Tensor? Bias(int position) => _biases[position];

    /// <summary>
    /// The same values with the strides that make libtorch take its channels-last kernels, N x C x H x W; a second handle where they are so already.
    /// </summary>
    public static Tensor ChannelsLast(Tensor map)
    {
        using var pixels = map.permute(0, 2, 3, 1);
        using var dense = pixels.contiguous();
        return dense.permute(0, 3, 1, 2);
    }

    public void Dispose()
    {
        foreach (var tensor in _weights.Concat(_biases)) tensor?.Dispose();
    }

    private static InferenceGraph WithoutBatchNorm(InferenceGraph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes) edit.Add(node is BatchNormNode norm ? norm.ToScale() : node);
        return edit.Finish();
    }

    private static Tensor Of(Weight weight) => tensor(weight.Array, [.. weight.Shape]);

    // A handle of its own: nothing that outlives the scope is owned by it.
    private static Tensor Own(Tensor tensor) => tensor.alias().DetachFromDisposeScope();
}

using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>A graph with its weights in the type and the layout that they run in, and batch norm that no convolution took up as a scale.</summary>
internal static class RunForm
{
    public static InferenceGraph Of(InferenceGraph graph, ScalarType type)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            switch (node)
            {
                case ConvNode conv:
                    edit.Put(conv with { Weight = Own(ChannelsLast(conv.Weight.to(type))), Bias = conv.Bias is null ? null : Own(conv.Bias.to(type)) });
                    break;
                case ScaleNode scale:
                    edit.Put(scale with { Scale = PerChannel(scale.Scale, type), Shift = PerChannel(scale.Shift, type) });
                    break;
                case BatchNormNode norm:
                    var factor = norm.Weight.to(float64) / (norm.Variance.to(float64) + norm.Eps).sqrt();
                    var shift = norm.Bias.to(float64) - (norm.Mean.to(float64) * factor);
                    edit.Put(new ScaleNode(norm.Id, norm.Name, norm.Inputs, PerChannel(factor, type), PerChannel(shift, type)));
                    break;
                default:
                    edit.Keep(node);
                    break;
            }
        }

        return edit.Finish();
    }

    /// <summary>
    /// The same values with the strides that make libtorch take its channels-last kernels, N x C x H x W; a second handle where they are so already.
    /// </summary>
    public static Tensor ChannelsLast(Tensor map)
    {
        using var pixels = map.permute(0, 2, 3, 1);
        using var dense = pixels.contiguous();
        return dense.permute(0, 3, 1, 2);
    }

    private static Tensor PerChannel(Tensor values, ScalarType type) => Own(values.to(type).reshape(-1, 1, 1));

    // A handle of its own: nothing that outlives the scope is owned by it.
    private static Tensor Own(Tensor tensor) => tensor.alias().DetachFromDisposeScope();
}

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// How a graph is run for each shape of input: planned at the first call with a shape, and kept for the shapes used last. Packed weights
/// are shared and kept for good: a convolution has a few layouts, however many shapes come.
/// </summary>
internal sealed class RunPlanCache(RunForm form, bool fused) : IDisposable
{
    /// <summary>Shapes whose plans are kept.</summary>
    public const int Capacity = 32;

    private readonly LeastRecentlyUsed<(long Images, long Channels, long Height, long Width), RunPlan> _byShape = new(Capacity);
    private readonly Dictionary<(int Node, string Layout), PackedWeight> _weights = [];
    private readonly Lock _planning = new();

    /// <summary>The plan for a batch of that shape, N x C x H x W; null for another rank.</summary>
    public RunPlan? For(long[] shape)
    {
        if (shape.Length != 4) return null;
        var key = (shape[0], shape[1], shape[2], shape[3]);
        if (_byShape.TryGet(key, out var plan)) return plan;
        lock (_planning)
        {
            if (_byShape.TryGet(key, out plan)) return plan;
            plan = Plan(shape);
            _byShape.Put(key, plan);
            return plan;
        }
    }

    public void Dispose()
    {
        foreach (var weight in _weights.Values) weight.Tensor.Dispose();
    }

    private RunPlan Plan(long[] shape)
    {
        var shapes = form.Graph.InferShapes(shape[1..]);
        var weights = form.Graph.Nodes.Select((node, index) =>
            node is ConvNode conv ? Pack(conv, index, [shape[0], .. shapes[conv.Inputs[0]]]) : (PackedWeight?)null).ToArray();
        return new RunPlan(form.Graph, shape[0], shapes, weights);
    }

    private PackedWeight Pack(ConvNode conv, int index, long[] inputSize)
    {
        var kernel = KernelChoice.For(conv, form.Type, inputSize);
        if (kernel != ConvolutionKernel.OneDnn) return KeepOwn(conv, index, kernel);
        if (!fused) return new PackedWeight(ConvolutionKernel.Operator, form.Weight(index));

        var packed = NativeKernels.Pack(form.Weight(index), conv, inputSize);
        var key = (index, NativeKernels.Layout(packed));
        if (_weights.TryAdd(key, new PackedWeight(kernel, packed))) packed.DetachFromDisposeScope();
        else packed.Dispose();
        return _weights[key];
    }

    private PackedWeight KeepOwn(ConvNode conv, int index, ConvolutionKernel kernel)
    {
        var key = (index, kernel.ToString());
        if (_weights.TryGetValue(key, out var weight)) return weight;
        weight = PackedWeight.Pack(conv, kernel);
        weight.Tensor.DetachFromDisposeScope();
        return _weights[key] = weight;
    }
}

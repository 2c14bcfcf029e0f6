using System.Collections.Concurrent;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>How a graph is run for each shape of input: made at the first call with a shape; weights are shared between shapes that want the same layout.</summary>
internal sealed class RunPlanCache(RunForm form, bool fused) : IDisposable
{
    // Shapes after these run without a plan: with weights that oneDNN lays out anew in each call.
    private const int MaxShapes = 32;

    private readonly ConcurrentDictionary<(long, long, long), RunPlan> _byShape = [];
    private readonly Dictionary<(int Node, string Layout), PackedWeight> _weights = [];
    private readonly Lock _planning = new();

    /// <summary>The plan for a batch of that shape, N x C x H x W; null for a shape too many, or of another rank.</summary>
    public RunPlan? For(long[] shape)
    {
        if (shape.Length != 4) return null;
        var key = (shape[0], shape[2], shape[3]);
        if (_byShape.TryGetValue(key, out var plan)) return plan;
        lock (_planning)
        {
            if (_byShape.TryGetValue(key, out plan)) return plan;
            if (_byShape.Count >= MaxShapes) return null;
            return _byShape[key] = Plan(shape);
        }
    }

    public void Dispose()
    {
        foreach (var weight in _weights.Values) weight.Tensor.Dispose();
    }

    private RunPlan Plan(long[] shape)
    {
        var shapes = form.Graph.InferShapes(shape[1..]);
        var weights = form.Graph.Nodes.Select((node, index) => node is ConvNode conv ? Pack(conv, index, [shape[0], .. shapes[conv.Inputs[0]]]) : (PackedWeight?)null).ToArray();
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

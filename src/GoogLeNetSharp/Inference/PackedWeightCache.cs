using System.Collections.Concurrent;
using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Convolution weights in the layout that the kernel wants, which depends on the batch and the image size: made at the first call with a shape, shared
/// between shapes that want the same.
/// </summary>
internal sealed class PackedWeightCache(InferenceGraph graph) : IDisposable
{
    // Shapes after these run with weights that are laid out anew in each call.
    private const int MaxShapes = 32;

    private readonly ConcurrentDictionary<(long, long, long), Tensor?[]> _byShape = [];
    private readonly Dictionary<(int Node, string Layout), Tensor> _byLayout = [];
    private readonly Lock _packing = new();

    /// <summary>The packed weights by node for a batch of that shape, N x C x H x W; null for a shape too many, or of another rank.</summary>
    public Tensor?[]? For(long[] shape)
    {
        if (shape.Length != 4) return null;
        var key = (shape[0], shape[2], shape[3]);
        if (_byShape.TryGetValue(key, out var packed)) return packed;
        lock (_packing)
        {
            if (_byShape.TryGetValue(key, out packed)) return packed;
            if (_byShape.Count >= MaxShapes) return null;
            return _byShape[key] = Pack(shape);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _byLayout.Values) tensor.Dispose();
    }

    private Tensor?[] Pack(long[] shape)
    {
        var shapes = graph.InferShapes(shape[1..]);
        return [.. graph.Nodes.Select((node, index) => node is ConvNode conv ? Pack(conv, index, [shape[0], .. shapes[conv.Inputs[0]]]) : null)];
    }

    private Tensor Pack(ConvNode conv, int index, long[] inputSize)
    {
        var packed = NativeKernels.Pack(conv.Weight, conv, inputSize);
        var key = (index, NativeKernels.Layout(packed));
        if (_byLayout.TryAdd(key, packed)) return packed.DetachFromDisposeScope();
        packed.Dispose();
        return _byLayout[key];
    }
}

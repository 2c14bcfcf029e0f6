using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>Weights in the layouts of the kernels, packed once and shared by all plans. Thread-safe.</summary>
internal sealed class PackedWeights : IDisposable
{
    private readonly Dictionary<(int Node, ConvolutionKernel? Kernel), IDisposable> _packed = [];

    /// <summary>Gets the packed weights of a convolution or linear layer.</summary>
    public IDisposable For(int node, ConvolutionKernel kernel, Weight weight, Weight? bias, long groups)
    {
        lock (_packed)
        {
            if (!_packed.TryGetValue((node, kernel), out var packed)) _packed[(node, kernel)] = packed = kernel.Pack(weight, bias, groups);
            return packed;
        }
    }

    /// <summary>Gets the packed factors and shifts of a scale.</summary>
    public unsafe NativeBuffer For(ScaleNode scale)
    {
        lock (_packed)
        {
            if (_packed.TryGetValue((scale.Id, null), out var packed)) return (NativeBuffer)packed;
            float[] factors = scale.Scale.Array, shifts = scale.Shift.Array;
            var buffer = new NativeBuffer(factors.Length + shifts.Length);
            factors.CopyTo(new Span<float>(buffer.Address, factors.Length));
            shifts.CopyTo(new Span<float>(buffer.Address + factors.Length, shifts.Length));
            _packed[(scale.Id, null)] = buffer;
            return buffer;
        }
    }

    public void Dispose()
    {
        foreach (var packed in _packed.Values) packed.Dispose();
    }
}

using System.Runtime.CompilerServices;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Computes x * scale + shift per channel, optionally with a ReLU.</summary>
/// <param name="factors">The scales, then the shifts.</param>
/// <param name="channels">Number of factors and of shifts.</param>
/// <param name="relu">Whether to apply a ReLU.</param>
internal readonly unsafe struct ElementwiseScale<TSimd, TVector>(NativeBuffer factors, long channels, bool relu) : IElementwise<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public void Begin(float* arena, long image, long y, long x)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values, long channel, long left)
    {
        var scale = VectorPart<TSimd, TVector>.Load(factors.Address + channel, left);
        var shift = VectorPart<TSimd, TVector>.Load(factors.Address + channels + channel, left);
        var scaled = TSimd.MultiplyAdd(values, scale, shift);
        return relu ? TSimd.Relu(scaled) : scaled;
    }
}

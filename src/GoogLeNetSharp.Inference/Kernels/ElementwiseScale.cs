using System.Runtime.CompilerServices;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>x * scale + shift, channel by channel, cut off at 0 where asked for.</summary>
/// <param name="factors">The scales, then the shifts.</param>
/// <param name="channels">How many there are of each.</param>
/// <param name="relu">Whether negative results become 0.</param>
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

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Multiplies values by a factor.</summary>
internal readonly unsafe struct ElementwiseMultiply<TSimd, TVector>(float factor) : IElementwise<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public void Begin(float* arena, long image, long y, long x)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values, long channel, long left) => TSimd.Multiply(values, TSimd.Create(factor));
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Copies values, optionally with a ReLU.</summary>
internal readonly unsafe struct ElementwiseCopy<TSimd, TVector>(bool relu) : IElementwise<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public void Begin(float* arena, long image, long y, long x)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values, long channel, long left) => relu ? TSimd.Relu(values) : values;
}

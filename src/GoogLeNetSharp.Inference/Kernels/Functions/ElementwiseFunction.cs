using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Applies a function to each value.</summary>
internal readonly unsafe struct ElementwiseFunction<TVector, TFunction>(TFunction function) : IElementwise<TVector>
    where TVector : struct
    where TFunction : struct, IFunction<TVector>
{
    public void Begin(float* arena, long image, long y, long x)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values, long channel, long left) => function.Apply(values);
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Adds another map of the same size, optionally with a ReLU.</summary>
internal unsafe struct ElementwiseAdd<TSimd, TVector>(Map other, bool relu) : IElementwise<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private float* _pixel;

    public void Begin(float* arena, long image, long y, long x) => _pixel = other.Pixel(arena, image, y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Apply(TVector values, long channel, long left)
    {
        var sum = TSimd.Add(values, VectorPart<TSimd, TVector>.Load(_pixel + channel, left));
        return relu ? TSimd.Relu(sum) : sum;
    }
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Multiplies by another map, of the same size or of one pixel per image.</summary>
internal unsafe struct ElementwiseProduct<TSimd, TVector>(Map other) : IElementwise<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private float* _pixel;

    public void Begin(float* arena, long image, long y, long x) =>
        _pixel = other is { Height: 1, Width: 1 } ? other.Pixel(arena, image, 0, 0) : other.Pixel(arena, image, y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Apply(TVector values, long channel, long left) =>
        TSimd.Multiply(values, VectorPart<TSimd, TVector>.Load(_pixel + channel, left));
}

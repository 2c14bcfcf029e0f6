using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Reads and writes vectors of channels that may be incomplete.</summary>
internal static unsafe class VectorPart<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // lanes of the widest vector
    private const int MaxLanes = 16;

    /// <summary>Reads up to a vector of values; the other lanes are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* from, long count) => count >= TSimd.Lanes ? TSimd.Load(from) : LoadPart(from, count);

    /// <summary>Writes up to a vector of values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector values, float* to, long count)
    {
        if (count >= TSimd.Lanes) TSimd.Store(values, to);
        else StorePart(values, to, count);
    }

    private static TVector LoadPart(float* from, long count)
    {
        var part = stackalloc float[MaxLanes];
        for (var i = 0; i < MaxLanes; i++) part[i] = i < count ? from[i] : 0;
        return TSimd.Load(part);
    }

    private static void StorePart(TVector values, float* to, long count)
    {
        var part = stackalloc float[MaxLanes];
        TSimd.Store(values, part);
        for (var i = 0; i < count; i++) to[i] = part[i];
    }
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Creates a clip: max(smallest, min(largest, x)).</summary>
internal readonly struct ClipFunction<TSimd, TVector>(float smallest, float largest) : IFunction<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values) => TSimd.Max(TSimd.Min(values, TSimd.Create(largest)), TSimd.Create(smallest));
}

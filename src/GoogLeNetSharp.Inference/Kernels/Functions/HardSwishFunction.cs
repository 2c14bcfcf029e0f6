using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>x * max(0, min(1, x / 6 + 1 / 2)).</summary>
internal readonly struct HardSwishFunction<TSimd, TVector> : IFunction<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values) =>
        TSimd.Multiply(values, TSimd.Relu(TSimd.Min(TSimd.MultiplyAdd(values, TSimd.Create(1f / 6), TSimd.Create(0.5f)), TSimd.Create(1))));
}

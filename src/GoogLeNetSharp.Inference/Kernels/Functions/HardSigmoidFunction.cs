using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Creates a hard sigmoid: max(0, min(1, slope * x + shift)).</summary>
internal readonly struct HardSigmoidFunction<TSimd, TVector>(float slope, float shift) : IFunction<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values) =>
        TSimd.Relu(TSimd.Min(TSimd.MultiplyAdd(values, TSimd.Create(slope), TSimd.Create(shift)), TSimd.Create(1)));
}

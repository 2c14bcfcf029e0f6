using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>x / (1 + exp(-x)).</summary>
internal readonly struct SiluFunction<TSimd, TVector> : IFunction<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values) =>
        TSimd.Divide(values, TSimd.Add(TSimd.Create(1), Exponential<TSimd, TVector>.Of(TSimd.Subtract(TSimd.Zero, values))));
}

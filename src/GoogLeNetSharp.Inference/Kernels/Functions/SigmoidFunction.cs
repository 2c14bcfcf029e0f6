using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>1 / (1 + exp(-x)).</summary>
internal readonly struct SigmoidFunction<TSimd, TVector> : IFunction<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values) =>
        TSimd.Divide(TSimd.Create(1), TSimd.Add(TSimd.Create(1), Exponential<TSimd, TVector>.Of(TSimd.Subtract(TSimd.Zero, values))));
}

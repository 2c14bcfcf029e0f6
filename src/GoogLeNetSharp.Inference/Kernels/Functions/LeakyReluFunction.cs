using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Creates a leaky ReLU: x above 0, slope * x below.</summary>
internal readonly struct LeakyReluFunction<TSimd, TVector>(float slope) : IFunction<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector values)
    {
        // x minus its positive part is x below 0 and 0 above
        var positive = TSimd.Relu(values);
        return TSimd.MultiplyAdd(TSimd.Subtract(values, positive), TSimd.Create(slope), positive);
    }
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Computes the exponential function for vectors of float32.</summary>
internal static class Exponential<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // the range in which 2^n is a normal number
    private const float Smallest = -87, Largest = 88;

    // ln 2 in two parts; the first has few bits, so that its product with n is exact
    private const float Log2Of2 = 1.44269504f, FirstPart = 0.693359375f, SecondPart = -2.12194440e-4f;

    /// <summary>Computes e ^ x within 2 units in the last place for x from -87 to 88; x is clamped to this range. Propagates
    /// not-a-number.</summary>
    /// <remarks>Uses e ^ x = 2 ^ n e ^ r with |r| up to ln 2 / 2, and the polynomial of Cephes' expf (Moshier 1992) for e ^ r.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        x = TSimd.Max(TSimd.Min(x, TSimd.Create(Largest)), TSimd.Create(Smallest));
        var n = TSimd.Round(TSimd.Multiply(x, TSimd.Create(Log2Of2)));
        var r = TSimd.MultiplyAdd(n, TSimd.Create(-SecondPart), TSimd.MultiplyAdd(n, TSimd.Create(-FirstPart), x));
        var p = TSimd.MultiplyAdd(TSimd.Create(1.9875691500e-4f), r, TSimd.Create(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(5.0000001201e-1f));
        p = TSimd.MultiplyAdd(p, TSimd.Multiply(r, r), TSimd.Add(r, TSimd.Create(1)));
        return TSimd.TimesPowerOfTwo(p, n);
    }
}

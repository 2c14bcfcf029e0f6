using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The one-dimensional transforms of F(4, 3), for a vector of channels.</summary>
internal static unsafe class WinogradTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Applies B^T: 6 inputs to 6 factors.</summary>
    /// <param name="from">The first input.</param>
    /// <param name="fromStride">Distance between inputs in floats.</param>
    /// <param name="to">The first factor.</param>
    /// <param name="toStride">Distance between factors in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride)
    {
        var d0 = TSimd.Load(from);
        var d1 = TSimd.Load(from + fromStride);
        var d2 = TSimd.Load(from + (2 * fromStride));
        var d3 = TSimd.Load(from + (3 * fromStride));
        var d4 = TSimd.Load(from + (4 * fromStride));
        var d5 = TSimd.Load(from + (5 * fromStride));
        TVector even = MultiplyAdd(-4, d2, d4), odd = MultiplyAdd(-4, d1, d3);
        TSimd.Store(MultiplyAdd(4, d0, MultiplyAdd(-5, d2, d4)), to);
        TSimd.Store(TSimd.Add(even, odd), to + toStride);
        TSimd.Store(TSimd.Subtract(even, odd), to + (2 * toStride));
        even = TSimd.Subtract(d4, d2);
        odd = TSimd.Subtract(d3, d1);
        TSimd.Store(MultiplyAdd(2, odd, even), to + (3 * toStride));
        TSimd.Store(MultiplyAdd(-2, odd, even), to + (4 * toStride));
        TSimd.Store(MultiplyAdd(4, d1, MultiplyAdd(-5, d3, d5)), to + (5 * toStride));
    }

    /// <summary>Applies A^T: 6 products to 4 outputs.</summary>
    /// <param name="from">The first product.</param>
    /// <param name="fromStride">Distance between products in floats.</param>
    /// <param name="to">The first output.</param>
    /// <param name="toStride">Distance between outputs in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride)
    {
        Output(from, fromStride, out var first, out var second, out var third, out var fourth);
        TSimd.Store(first, to);
        TSimd.Store(second, to + toStride);
        TSimd.Store(third, to + (2 * toStride));
        TSimd.Store(fourth, to + (3 * toStride));
    }

    /// <summary>Applies A^T: 6 products to 4 outputs, which stay in registers.</summary>
    /// <param name="from">The first product.</param>
    /// <param name="stride">Distance between products in floats.</param>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <param name="fourth">The fourth output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint stride, out TVector first, out TVector second, out TVector third, out TVector fourth)
    {
        TVector m0 = TSimd.Load(from), m1 = TSimd.Load(from + stride), m2 = TSimd.Load(from + (2 * stride));
        TVector m3 = TSimd.Load(from + (3 * stride)), m4 = TSimd.Load(from + (4 * stride)), m5 = TSimd.Load(from + (5 * stride));
        TVector sum1 = TSimd.Add(m1, m2), difference1 = TSimd.Subtract(m1, m2), sum2 = TSimd.Add(m3, m4),
            difference2 = TSimd.Subtract(m3, m4);
        first = TSimd.Add(TSimd.Add(m0, sum1), sum2);
        second = MultiplyAdd(2, difference2, difference1);
        third = MultiplyAdd(4, sum2, sum1);
        fourth = TSimd.Add(MultiplyAdd(8, difference2, difference1), m5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(float factor, TVector values, TVector addend) =>
        TSimd.MultiplyAdd(TSimd.Create(factor), values, addend);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// The one-dimensional transforms of F(4, 3), which makes 4 outputs of a filter of 3 taps from 6 inputs with 6 multiplications instead of 12. Applied to the
/// columns of a tile and then to its rows they are F(4 x 4, 3 x 3), 36 multiplications instead of 144 (Lavin and Gray 2015, arXiv:1509.09308, section 4).
/// </summary>
/// <remarks>
/// Interpolation at 0, 1, -1, 2, -2 and infinity. Each transform works on 16 channels at once. Where maps lie in memory strides are in bytes, elsewhere in
/// vectors.
/// </remarks>
internal static unsafe class WinogradTile
{
    /// <summary>Outputs of a tile, down and across.</summary>
    public const int Outputs = 4;

    /// <summary>Inputs of a tile, down and across: neighbouring tiles share two.</summary>
    public const int Inputs = Outputs + 2;

    /// <summary>Products of a tile.</summary>
    public const int Products = Inputs * Inputs;

    // G, 6 x 3, row by row.
    private static ReadOnlySpan<double> Taps =>
    [
        1.0 / 4, 0, 0,
        -1.0 / 6, -1.0 / 6, -1.0 / 6,
        -1.0 / 6, 1.0 / 6, -1.0 / 6,
        1.0 / 24, 1.0 / 12, 1.0 / 6,
        1.0 / 24, -1.0 / 12, 1.0 / 6,
        0, 0, 1,
    ];

    /// <summary>G g G^T: 3 x 3 taps to 6 x 6 factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weight(ReadOnlySpan<float> taps, Span<float> factors)
    {
        for (var i = 0; i < Inputs; i++)
        {
            var row = Taps.Slice(3 * i, 3);
            var (left, middle, right) = (Column(taps, row, 0), Column(taps, row, 1), Column(taps, row, 2));
            for (var j = 0; j < Inputs; j++) factors[(i * Inputs) + j] = (float)((left * Taps[3 * j]) + (middle * Taps[(3 * j) + 1]) + (right * Taps[(3 * j) + 2]));
        }

        static double Column(ReadOnlySpan<float> taps, ReadOnlySpan<double> row, int column) =>
            (row[0] * taps[column]) + (row[1] * taps[3 + column]) + (row[2] * taps[6 + column]);
    }

    /// <summary>B^T: 6 inputs to 6 factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TNumber>(byte* from, nint fromStride, Vector512<float>* to, nint toStride)
        where TNumber : struct, IMapNumber
    {
        var d0 = TNumber.Load(from);
        var d1 = TNumber.Load(from + fromStride);
        var d2 = TNumber.Load(from + (2 * fromStride));
        var d3 = TNumber.Load(from + (3 * fromStride));
        var d4 = TNumber.Load(from + (4 * fromStride));
        var d5 = TNumber.Load(from + (5 * fromStride));
        Vector512<float> even = MultiplyAdd(-4, d2, d4), odd = MultiplyAdd(-4, d1, d3);
        to[0] = MultiplyAdd(4, d0, MultiplyAdd(-5, d2, d4));
        to[toStride] = even + odd;
        to[2 * toStride] = even - odd;
        even = d4 - d2;
        odd = d3 - d1;
        to[3 * toStride] = MultiplyAdd(2, odd, even);
        to[4 * toStride] = MultiplyAdd(-2, odd, even);
        to[5 * toStride] = MultiplyAdd(4, d1, MultiplyAdd(-5, d3, d5));
    }

    /// <summary>A^T: 6 products to 4 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector512<float>* from, nint fromStride, Vector512<float>* to, nint toStride)
    {
        Vector512<float> m1 = from[fromStride], m2 = from[2 * fromStride], m3 = from[3 * fromStride], m4 = from[4 * fromStride];
        Vector512<float> sum1 = m1 + m2, difference1 = m1 - m2, sum2 = m3 + m4, difference2 = m3 - m4;
        to[0] = from[0] + sum1 + sum2;
        to[toStride] = MultiplyAdd(2, difference2, difference1);
        to[2 * toStride] = MultiplyAdd(4, sum2, sum1);
        to[3 * toStride] = MultiplyAdd(8, difference2, difference1) + from[5 * fromStride];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MultiplyAdd(float factor, Vector512<float> values, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(factor), values, addend);
}

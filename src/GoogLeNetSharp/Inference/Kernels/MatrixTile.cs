using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GoogLeNetSharp.Inference;

/// <summary>The innermost step of a matrix product: as many results as fit into the registers, 6 rows of 32 columns.</summary>
internal static unsafe class MatrixTile
{
    /// <summary>Numbers of one vector.</summary>
    public const int Lanes = 16;

    /// <summary>Rows of one step: with two vectors a row, enough sums in flight to hide a multiplication's latency on any processor.</summary>
    public const int Rows = 6;

    /// <summary>Columns of one step.</summary>
    public const int Columns = 2 * Lanes;

    /// <summary>Whether the processor has 512-bit vectors; with narrower ones the sums would not fit into the registers.</summary>
    public static bool IsSupported => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;

    /// <summary>c = a b: 6 x depth by depth x 32.</summary>
    /// <param name="a">6 rows, <paramref name="rowStride"/> numbers apart.</param>
    /// <param name="rowStride">From one row of a to the next.</param>
    /// <param name="b">Dense.</param>
    /// <param name="depth">Columns of a, rows of b.</param>
    /// <param name="c">Dense.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint rowStride, float* b, nint depth, float* c)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        float* a1 = a + rowStride, a2 = a1 + rowStride, a3 = a2 + rowStride, a4 = a3 + rowStride, a5 = a4 + rowStride;
        for (nint k = 0; k < depth; k++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            b += Columns;

            var row = Vector512.Create(a[k]);
            c00 = Vector512.FusedMultiplyAdd(row, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(row, b1, c01);
            row = Vector512.Create(a1[k]);
            c10 = Vector512.FusedMultiplyAdd(row, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(row, b1, c11);
            row = Vector512.Create(a2[k]);
            c20 = Vector512.FusedMultiplyAdd(row, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(row, b1, c21);
            row = Vector512.Create(a3[k]);
            c30 = Vector512.FusedMultiplyAdd(row, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(row, b1, c31);
            row = Vector512.Create(a4[k]);
            c40 = Vector512.FusedMultiplyAdd(row, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(row, b1, c41);
            row = Vector512.Create(a5[k]);
            c50 = Vector512.FusedMultiplyAdd(row, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(row, b1, c51);
        }

        c00.Store(c);
        c01.Store(c + Lanes);
        c10.Store(c + Columns);
        c11.Store(c + Columns + Lanes);
        c20.Store(c + (2 * Columns));
        c21.Store(c + (2 * Columns) + Lanes);
        c30.Store(c + (3 * Columns));
        c31.Store(c + (3 * Columns) + Lanes);
        c40.Store(c + (4 * Columns));
        c41.Store(c + (4 * Columns) + Lanes);
        c50.Store(c + (5 * Columns));
        c51.Store(c + (5 * Columns) + Lanes);
    }

    /// <summary>Adds the bias and, where asked for, cuts off what is below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Finish(Vector512<float> sums, Vector512<float> bias, bool relu)
    {
        // Not-a-number stays what it is: the processor returns the second operand then.
        return relu ? Avx512F.Max(Vector512<float>.Zero, sums + bias) : sums + bias;
    }
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The innermost loop of every product: a few rows by one or two vectors of columns, with all sums in registers.</summary>
/// <remarks>
/// The rows of a may be anywhere. Each is read in runs of consecutive values, with the same offsets in all rows. A 1x1 convolution has one
/// run, the channels of a pixel; other convolutions have one run for each row of the window.
/// </remarks>
internal static unsafe class MatrixTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Columns of a full tile.</summary>
    public static int Columns => 2 * TSimd.Lanes;

    /// <summary>Size of the largest tile in floats.</summary>
    public static int Size => TSimd.Rows * Columns;

    /// <summary>Computes c = ending(bias + a b), rows x vectors of columns, for any number of rows up to
    /// <see cref="ISimd{TVector}.Rows"/>.</summary>
    /// <param name="rows">The rows of a; the last one is repeated up to <see cref="ISimd{TVector}.Rows"/>.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="runs">Runs of each row.</param>
    /// <param name="b">Depth x columns, dense.</param>
    /// <param name="vectors">Number of vectors per row of b, 1 or 2.</param>
    /// <param name="ending">Final operations on the sums; an addend has as many rows as the tile.</param>
    /// <param name="c">The first row of c.</param>
    /// <param name="stride">Distance between rows of c in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(float** rows, int count, Runs runs, float* b, int vectors, TileEnding ending, float* c, nint stride)
    {
        if (count == 1)
        {
            if (vectors == 2) Tile<TileShapes.OneByTwo>(rows, runs, b, ending, c, stride);
            else Tile<TileShapes.OneByOne>(rows, runs, b, ending, c, stride);
        }
        else if (TSimd.Rows == 8)
        {
            if (vectors == 2) Tile<TileShapes.EightByTwo>(rows, runs, b, ending, c, stride);
            else Tile<TileShapes.EightByOne>(rows, runs, b, ending, c, stride);
        }
        else
        {
            if (vectors == 2) Tile<TileShapes.SixByTwo>(rows, runs, b, ending, c, stride);
            else Tile<TileShapes.SixByOne>(rows, runs, b, ending, c, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TShape>(float** rows, Runs runs, float* b, TileEnding ending, float* c, nint stride)
        where TShape : struct, ITileShape
    {
        var bias = ending.Bias;
        TVector first = bias is null ? TSimd.Zero : TSimd.Load(bias);
        TVector second = bias is null || TShape.Vectors == 1 ? TSimd.Zero : TSimd.Load(bias + TSimd.Lanes);
        TVector c00 = first, c01 = second, c10 = first, c11 = second, c20 = first, c21 = second, c30 = first, c31 = second;
        TVector c40 = first, c41 = second, c50 = first, c51 = second, c60 = first, c61 = second, c70 = first, c71 = second;
        var a0 = rows[0];
        float* a1 = null, a2 = null, a3 = null, a4 = null, a5 = null;
        float* a6 = null, a7 = null;
        if (TShape.Rows > 1)
        {
            a1 = rows[1];
            a2 = rows[2];
            a3 = rows[3];
            a4 = rows[4];
            a5 = rows[5];
        }

        if (TShape.Rows > 6)
        {
            a6 = rows[6];
            a7 = rows[7];
        }

        for (nint run = 0; run < runs.Count; run++)
        {
            nint k = runs.Offsets[run], end = k + runs.Length;
            for (; k < end; k++)
            {
                var b0 = TSimd.Load(b);
                var b1 = TShape.Vectors == 2 ? TSimd.Load(b + TSimd.Lanes) : b0;
                b += TShape.Vectors * TSimd.Lanes;

                var row0 = TSimd.Create(a0[k]);
                c00 = TSimd.MultiplyAdd(row0, b0, c00);
                if (TShape.Vectors == 2) c01 = TSimd.MultiplyAdd(row0, b1, c01);

                if (TShape.Rows > 1)
                {
                    var row1 = TSimd.Create(a1[k]);
                    c10 = TSimd.MultiplyAdd(row1, b0, c10);
                    if (TShape.Vectors == 2) c11 = TSimd.MultiplyAdd(row1, b1, c11);
                    var row2 = TSimd.Create(a2[k]);
                    c20 = TSimd.MultiplyAdd(row2, b0, c20);
                    if (TShape.Vectors == 2) c21 = TSimd.MultiplyAdd(row2, b1, c21);
                    var row3 = TSimd.Create(a3[k]);
                    c30 = TSimd.MultiplyAdd(row3, b0, c30);
                    if (TShape.Vectors == 2) c31 = TSimd.MultiplyAdd(row3, b1, c31);
                    var row4 = TSimd.Create(a4[k]);
                    c40 = TSimd.MultiplyAdd(row4, b0, c40);
                    if (TShape.Vectors == 2) c41 = TSimd.MultiplyAdd(row4, b1, c41);
                    var row5 = TSimd.Create(a5[k]);
                    c50 = TSimd.MultiplyAdd(row5, b0, c50);
                    if (TShape.Vectors == 2) c51 = TSimd.MultiplyAdd(row5, b1, c51);
                }

                if (TShape.Rows > 6)
                {
                    var row6 = TSimd.Create(a6[k]);
                    c60 = TSimd.MultiplyAdd(row6, b0, c60);
                    if (TShape.Vectors == 2) c61 = TSimd.MultiplyAdd(row6, b1, c61);
                    var row7 = TSimd.Create(a7[k]);
                    c70 = TSimd.MultiplyAdd(row7, b0, c70);
                    if (TShape.Vectors == 2) c71 = TSimd.MultiplyAdd(row7, b1, c71);
                }
            }
        }

        Finish<TShape>(c00, c01, ending, 0, c);
        if (TShape.Rows > 1)
        {
            Finish<TShape>(c10, c11, ending, 1, c + stride);
            Finish<TShape>(c20, c21, ending, 2, c + (2 * stride));
            Finish<TShape>(c30, c31, ending, 3, c + (3 * stride));
            Finish<TShape>(c40, c41, ending, 4, c + (4 * stride));
            Finish<TShape>(c50, c51, ending, 5, c + (5 * stride));
        }

        if (TShape.Rows > 6)
        {
            Finish<TShape>(c60, c61, ending, 6, c + (6 * stride));
            Finish<TShape>(c70, c71, ending, 7, c + (7 * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TShape>(TVector first, TVector second, in TileEnding ending, nint row, float* to)
        where TShape : struct, ITileShape
    {
        TSimd.Store(ending.Apply<TSimd, TVector>(first, row, 0), to);
        if (TShape.Vectors == 2) TSimd.Store(ending.Apply<TSimd, TVector>(second, row, TSimd.Lanes), to + TSimd.Lanes);
    }
}

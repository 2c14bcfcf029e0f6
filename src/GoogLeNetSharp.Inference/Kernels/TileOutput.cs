using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Writes tiles to a map, including incomplete tiles.</summary>
internal static unsafe class TileOutput<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Like <see cref="MatrixTile{TSimd, TVector}.Multiply"/>, but writes only <paramref name="count"/> rows of
    /// <paramref name="channels"/> columns.</summary>
    /// <param name="rows">The rows of a; the last one is repeated.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="runs">Runs of each row.</param>
    /// <param name="b">Depth x columns, dense.</param>
    /// <param name="vectors">Number of vectors per row of b, 1 or 2.</param>
    /// <param name="ending">Final operations on the sums.</param>
    /// <param name="c">The first row of c.</param>
    /// <param name="stride">Distance between rows of c in floats.</param>
    /// <param name="channels">Number of columns to write.</param>
    /// <param name="scratch">Memory for the largest tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(
        float** rows, int count, Runs runs, float* b, int vectors, TileEnding ending, float* c, nint stride, int channels, float* scratch)
    {
        if ((count == TSimd.Rows || count == 1) && channels == vectors * TSimd.Lanes)
        {
            MatrixTile<TSimd, TVector>.Multiply(rows, count, runs, b, vectors, ending, c, stride);
            return;
        }

        MatrixTile<TSimd, TVector>.Multiply(rows, count, runs, b, vectors, ending.BiasOnly, scratch, vectors * TSimd.Lanes);
        Copy(scratch, vectors * TSimd.Lanes, count, ending, c, stride, channels);
    }

    // the last two vectors of a row overlap; fewer columns than a vector are written one by one
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, int columns, int rows, TileEnding ending, float* to, nint stride, int channels)
    {
        for (var i = 0; i < rows; i++, from += columns, to += stride)
        {
            if (channels < TSimd.Lanes)
            {
                for (var c = 0; c < channels; c++) to[c] = ending.Apply(from[c], i, c);
                continue;
            }

            for (var c = 0; c < channels; c += TSimd.Lanes)
            {
                var first = Math.Min(c, channels - TSimd.Lanes);
                TSimd.Store(ending.Apply<TSimd, TVector>(TSimd.Load(from + first), i, first), to + first);
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Tiles whose results go to a map, also where they are fewer than a tile has.</summary>
internal static unsafe class TileOutput<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>As <see cref="MatrixTile{TSimd, TVector}.Multiply"/>, but writes no more than <paramref name="count"/> rows of
    /// <paramref name="channels"/> columns.</summary>
    /// <param name="rows">The rows of a; the last one is repeated.</param>
    /// <param name="count">How many of them there are.</param>
    /// <param name="runs">Where the runs begin in each row.</param>
    /// <param name="b">Depth x columns, dense.</param>
    /// <param name="vectors">Vectors of a row of b, 1 or 2.</param>
    /// <param name="ending">What becomes of the sums.</param>
    /// <param name="c">The first row of c.</param>
    /// <param name="stride">From one row of c to the next.</param>
    /// <param name="channels">Columns that are written.</param>
    /// <param name="scratch">As many numbers as the largest tile has.</param>
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

    // The last two vectors of a row overlap; fewer columns than a vector has go one by one.
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

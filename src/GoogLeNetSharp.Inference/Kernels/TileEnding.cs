using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>What becomes of the sums of a tile before they are written.</summary>
/// <param name="bias">Where the sums begin, one row; or null for zeros.</param>
/// <param name="addend">The first row of what is added, or null for nothing.</param>
/// <param name="addendStride">From one row of it to the next.</param>
/// <param name="relu">Whether negative results become 0.</param>
internal readonly unsafe struct TileEnding(float* bias, float* addend, nint addendStride, bool relu)
{
    /// <summary>Where the sums begin, one row; or null for zeros.</summary>
    public float* Bias { get; } = bias;

    /// <summary>The bias alone: the rest is done by <see cref="Apply"/> later.</summary>
    public TileEnding BiasOnly => new(Bias, null, 0, relu: false);

    /// <summary>Adds what is added, and cuts off at 0.</summary>
    /// <param name="sums">A vector of sums.</param>
    /// <param name="row">Their row in the tile.</param>
    /// <param name="column">Their first column in the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TSimd, TVector>(TVector sums, nint row, nint column)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (addend is not null) sums = TSimd.Add(sums, TSimd.Load(addend + (row * addendStride) + column));
        return relu ? TSimd.Relu(sums) : sums;
    }

    /// <summary>As the other, for one number.</summary>
    public float Apply(float sum, nint row, nint column)
    {
        if (addend is not null) sum += addend[(row * addendStride) + column];
        return relu && sum < 0 ? 0 : sum;
    }
}

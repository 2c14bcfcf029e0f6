using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Final operations on the sums of a tile before they are written.</summary>
/// <param name="bias">Initial values of the sums, one row, or null for zeros.</param>
/// <param name="addend">First row of the addend, or null.</param>
/// <param name="addendStride">Distance between its rows in floats.</param>
/// <param name="relu">Whether to apply a ReLU.</param>
internal readonly unsafe struct TileEnding(float* bias, float* addend, nint addendStride, bool relu)
{
    /// <summary>Initial values of the sums, one row, or null for zeros.</summary>
    public float* Bias { get; } = bias;

    /// <summary>The bias only; <see cref="Apply"/> does the rest later.</summary>
    public TileEnding BiasOnly => new(Bias, null, 0, relu: false);

    /// <summary>Adds the addend and applies the ReLU.</summary>
    /// <param name="sums">A vector of sums.</param>
    /// <param name="row">Row in the tile.</param>
    /// <param name="column">First column in the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TSimd, TVector>(TVector sums, nint row, nint column)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (addend is not null) sums = TSimd.Add(sums, TSimd.Load(addend + (row * addendStride) + column));
        return relu ? TSimd.Relu(sums) : sums;
    }

    /// <summary>Applies the operations to one value.</summary>
    public float Apply(float sum, nint row, nint column)
    {
        if (addend is not null) sum += addend[(row * addendStride) + column];
        return relu && sum < 0 ? 0 : sum;
    }
}

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The operation of an <see cref="ElementwiseStep{TSimd, TVector, TOperation}"/>.</summary>
/// <typeparam name="TVector">Vector type.</typeparam>
internal unsafe interface IElementwise<TVector>
    where TVector : struct
{
    /// <summary>Selects a pixel.</summary>
    void Begin(float* arena, long image, long y, long x);

    /// <summary>Computes a vector of channels of the pixel.</summary>
    /// <param name="values">The channels.</param>
    /// <param name="channel">First channel.</param>
    /// <param name="left">Number of channels, if fewer than the lanes of a vector.</param>
    TVector Apply(TVector values, long channel, long left);
}

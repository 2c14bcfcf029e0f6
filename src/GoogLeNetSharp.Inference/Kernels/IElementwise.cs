namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>What an <see cref="ElementwiseStep{TSimd, TVector, TOperation}"/> computes.</summary>
/// <typeparam name="TVector">The vectors.</typeparam>
internal unsafe interface IElementwise<TVector>
    where TVector : struct
{
    /// <summary>Goes to a pixel.</summary>
    void Begin(float* arena, long image, long y, long x);

    /// <summary>Computes some neighbouring channels of that pixel.</summary>
    /// <param name="values">The channels.</param>
    /// <param name="channel">The first of them.</param>
    /// <param name="left">How many there are, if fewer than a vector has numbers.</param>
    TVector Apply(TVector values, long channel, long left);
}

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>One way to compute convolutions.</summary>
internal abstract class ConvolutionKernel
{
    /// <summary>Whether the kernel computes such a convolution.</summary>
    public abstract bool Fits(Convolution convolution);

    /// <summary>
    /// What the kernel costs, in multiplications of vectors, to compare kernels by: weights that are read once count as the multiplications
    /// that the processor could make meanwhile.
    /// </summary>
    public abstract double Cost(Convolution convolution);

    /// <summary>Lays weights out, for convolutions of any size.</summary>
    /// <param name="weight">K x C / groups x window.</param>
    /// <param name="bias">K, or null.</param>
    /// <param name="groups">Groups of channels that are convolved apart.</param>
    public abstract IDisposable Pack(Weight weight, Weight? bias, long groups);

    /// <summary>The step that computes a convolution with weights of <see cref="Pack"/>.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="threads">Threads of a call.</param>
    /// <param name="exact">The step that sums products in their plain form, for <see cref="Step.Exact"/>; null for that one itself.</param>
    public abstract Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact);
}

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A kernel for convolutions.</summary>
internal abstract class ConvolutionKernel
{
    /// <summary>Whether the kernel supports a convolution.</summary>
    public abstract bool Fits(Convolution convolution);

    /// <summary>
    /// Estimates the cost of the kernel in vector multiplications, to compare kernels. Reading weights counts as the multiplications
    /// possible in the same time.
    /// </summary>
    public abstract double Cost(Convolution convolution);

    /// <summary>Packs weights for convolutions of any size.</summary>
    /// <param name="weight">K x C / groups x window.</param>
    /// <param name="bias">K, or null.</param>
    /// <param name="groups">Number of channel groups.</param>
    public abstract IDisposable Pack(Weight weight, Weight? bias, long groups);

    /// <summary>Creates the step for a convolution with weights packed by <see cref="Pack"/>.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="threads">Number of threads per call.</param>
    /// <param name="exact">The step that computes plain sums of products, for <see cref="Step.Exact"/>; null for that step itself.</param>
    public abstract Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The kernels for one vector width.</summary>
internal abstract class KernelSet
{
    /// <summary>Width of the vectors in bits.</summary>
    public abstract int VectorBits { get; }

    /// <summary>Lanes per vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>Width of the widest vectors for which the program has instructions: 512, 256 or 128 bits.</summary>
    /// <remarks>
    /// <see cref="Vector512.IsHardwareAccelerated"/> is false on Intel processors that lower their clock for 512 bits (Skylake and Cascade
    /// Lake), although they have the instructions and the just-in-time compiler uses them. Two multipliers of 512 bits are worth more than
    /// the clock: 1.5 times the speed, measured on a Cascade Lake. Code compiled ahead of time has only the instructions it was published
    /// for (<c>IlcInstructionSet</c>), whatever the processor has.
    /// </remarks>
    public static int BestVectorBits =>
        Vector512.IsHardwareAccelerated || (RuntimeFeature.IsDynamicCodeCompiled && Avx512DQ.IsSupported) ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    /// <summary>Gets the kernels for a vector width. They run on every processor, but slowly if the width is emulated.</summary>
    /// <param name="vectorBits">512, 256 or 128.</param>
    /// <param name="bfloat16">The inner loops of bfloat16 products, or null to compute in float32 only.</param>
    public static KernelSet For(int vectorBits, BFloat16Code? bfloat16 = null) => vectorBits switch
    {
        512 => new KernelSet<Simd512, Vector512<float>>(bfloat16),
        256 => new KernelSet<Simd256, Vector256<float>>(bfloat16),
        128 => new KernelSet<Simd128, Vector128<float>>(bfloat16),
        _ => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, $"{nameof(vectorBits)}: must be 512, 256 or 128."),
    };

    /// <summary>Convolution kernels; the last supports every convolution.</summary>
    public abstract IReadOnlyList<ConvolutionKernel> Convolutions { get; }

    /// <summary>The kernel that supports every convolution and computes plain sums of products.</summary>
    public ConvolutionKernel Plain => Convolutions[^1];

    /// <summary>Selects the kernel with the lowest cost.</summary>
    public ConvolutionKernel Choose(Convolution convolution) =>
        Convolutions.Where(kernel => kernel.Fits(convolution)).MinBy(kernel => kernel.Cost(convolution))!;

    /// <summary>Creates a max pool.</summary>
    public abstract Step MaxPool(Map input, Map output, Window2d window);

    /// <summary>Creates an average pool.</summary>
    public abstract Step AveragePool(Map input, Map output, PoolArea[] rows, PoolArea[] columns);

    /// <summary>Creates a local response normalization.</summary>
    public abstract Step Normalise(Map input, Map output, LocalResponseNormNode norm);

    /// <summary>Copies values, optionally with a ReLU.</summary>
    public abstract Step Copy(Map input, Map output, bool relu);

    /// <summary>Creates a sum of two maps.</summary>
    public abstract Step Add(Map first, Map second, Map output, bool relu);

    /// <summary>Creates a product of two maps; the second may have one pixel.</summary>
    public abstract Step Product(Map first, Map second, Map output);

    /// <summary>Applies a function to each value.</summary>
    public abstract Step Apply(Map input, Map output, Nonlinearity function);

    /// <summary>Creates the pass for an activation; null for none.</summary>
    public abstract ActivationPass? Pass(Nonlinearity? function);

    /// <summary>Creates a multiplication by a factor.</summary>
    public abstract Step Multiply(Map input, Map output, float factor);

    /// <summary>Creates a multiplication and shift per channel.</summary>
    /// <param name="input">N x C x H x W.</param>
    /// <param name="output">N x C x H x W.</param>
    /// <param name="factors">The C factors, then the C shifts.</param>
    /// <param name="relu">Whether to apply a ReLU.</param>
    public abstract Step Scale(Map input, Map output, NativeBuffer factors, bool relu);
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>All kernels, for vectors of one width.</summary>
internal abstract class KernelSet
{
    /// <summary>Bits of the vectors.</summary>
    public abstract int VectorBits { get; }

    /// <summary>Numbers of a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>The widest vectors that the processor has: 512, 256 or 128 bits.</summary>
    /// <remarks>
    /// <see cref="Vector512.IsHardwareAccelerated"/> is false on Intel processors that lower their clock for 512 bits (Skylake and Cascade
    /// Lake), although they have the instructions and the runtime uses them. Two multipliers of 512 bits are worth more than the clock: 1.5
    /// times the speed, measured on a Cascade Lake.
    /// </remarks>
    public static int BestVectorBits => Avx512DQ.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The kernels for vectors of that many bits, which run on every processor, if slowly.</summary>
    /// <param name="vectorBits">512, 256 or 128.</param>
    /// <param name="bfloat16">The inner loops of products of bfloat16, for convolutions that may be computed in it; null where none
    /// may.</param>
    public static KernelSet For(int vectorBits, BFloat16Code? bfloat16 = null) => vectorBits switch
    {
        512 => new KernelSet<Simd512, Vector512<float>>(bfloat16),
        256 => new KernelSet<Simd256, Vector256<float>>(bfloat16),
        128 => new KernelSet<Simd128, Vector128<float>>(bfloat16),
        _ => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, $"{nameof(vectorBits)}: must be 512, 256 or 128."),
    };

    /// <summary>Ways to compute convolutions; the last fits everything.</summary>
    public abstract IReadOnlyList<ConvolutionKernel> Convolutions { get; }

    /// <summary>The way that fits everything, and sums products in their plain form.</summary>
    public ConvolutionKernel Plain => Convolutions[^1];

    /// <summary>The way that costs least.</summary>
    public ConvolutionKernel Choose(Convolution convolution) =>
        Convolutions.Where(kernel => kernel.Fits(convolution)).MinBy(kernel => kernel.Cost(convolution))!;

    /// <summary>A maximum of each window.</summary>
    public abstract Step MaxPool(Map input, Map output, Window2d window);

    /// <summary>A mean over areas.</summary>
    public abstract Step AveragePool(Map input, Map output, PoolArea[] rows, PoolArea[] columns);

    /// <summary>Local response normalisation.</summary>
    public abstract Step Normalise(Map input, Map output, LocalResponseNormNode norm);

    /// <summary>The numbers as they are, or cut off at 0.</summary>
    public abstract Step Copy(Map input, Map output, bool relu);

    /// <summary>The sum of two maps.</summary>
    public abstract Step Add(Map first, Map second, Map output, bool relu);

    /// <summary>The product of two maps, of which the second may have one pixel.</summary>
    public abstract Step Product(Map first, Map second, Map output);

    /// <summary>A function of each number.</summary>
    public abstract Step Apply(Map input, Map output, Nonlinearity function);

    /// <summary>A function of what a step has written; null for none.</summary>
    public abstract ActivationPass? Pass(Nonlinearity? function);

    /// <summary>A factor for all numbers.</summary>
    public abstract Step Multiply(Map input, Map output, float factor);

    /// <summary>A factor and a shift for each channel.</summary>
    /// <param name="input">N x C x H x W.</param>
    /// <param name="output">N x C x H x W.</param>
    /// <param name="factors">The C factors, then the C shifts.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public abstract Step Scale(Map input, Map output, NativeBuffer factors, bool relu);
}

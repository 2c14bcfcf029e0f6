using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>3x3 convolutions of stride 1 by Winograd's minimal filtering: a quarter of the multiplications.</summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>Weight and bias as the kernel reads them.</summary>
    public static Tensor Pack(ConvNode conv) => PanelWeights.Pack(conv.Weight, conv.Bias, WinogradTile.Products, WinogradTile.Weight);

    /// <summary>N x C x H x W -> N x K x H' x W'.</summary>
    /// <param name="input">The map to read.</param>
    /// <param name="packed">What <see cref="Pack"/> made of the convolution.</param>
    /// <param name="conv">The convolution.</param>
    /// <param name="output">The map to fill.</param>
    /// <returns>Whether all sums were finite. The transforms multiply inputs by up to 100, so that those above 3e36 can overflow where a
    /// sum of products does not, and they spread an infinity or a not-a-number over a tile: the output must then be computed
    /// otherwise.</returns>
    /// <exception cref="OutOfMemoryException">There is no memory for the threads' transformed tiles.</exception>
    public static bool Run(MapView input, Tensor packed, ConvNode conv, MapView output)
    {
        var tiling = new WinogradTiling(input.Images, (output.Height, output.Width), input.Channels);
        var bytes = WinogradKernel<Float32Number>.WorkerBytes(tiling, input.Channels);
        using var memory = new WorkerMemory(tiling.Blocks * PanelWeights.Count(output.Channels), bytes);
        var overflowed = false;
        var job = new WinogradJob
        {
            Input = input,
            Output = output,
            Padding = conv.Window.Padding,
            Weight = (float*)NativeKernels.Data(packed),
            Relu = conv.Relu,
            Tiling = tiling,
            Memory = memory,
            Overflowed = &overflowed,
        };
        NativeKernels.ParallelFor(memory.Workers, input.BFloat16 ? &BFloat16Items : &Float32Items, &job);
        GC.KeepAlive(packed);      // the job holds its address alone
        return !overflowed;
    }

    [UnmanagedCallersOnly]
    private static void Float32Items(long from, long to, void* job)
    {
        for (var worker = from; worker < to; worker++) WinogradKernel<Float32Number>.Run(in Unsafe.AsRef<WinogradJob>(job), worker);
    }

    [UnmanagedCallersOnly]
    private static void BFloat16Items(long from, long to, void* job)
    {
        for (var worker = from; worker < to; worker++) WinogradKernel<BFloat16Number>.Run(in Unsafe.AsRef<WinogradJob>(job), worker);
    }
}

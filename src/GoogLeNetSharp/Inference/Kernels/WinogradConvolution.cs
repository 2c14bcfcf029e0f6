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
    public static void Run(MapView input, Tensor packed, ConvNode conv, MapView output)
    {
        var job = new WinogradJob
        {
            Input = input,
            Output = output,
            Padding = conv.Window.Padding,
            Weight = (float*)NativeKernels.Data(packed),
            Relu = conv.Relu,
            Tiling = new WinogradTiling(input.Images, (output.Height, output.Width), input.Channels),
        };
        NativeKernels.ParallelFor(job.Items, input.BFloat16 ? &BFloat16Items : &Float32Items, &job);
        GC.KeepAlive(packed);      // the job holds its address alone
    }

    [UnmanagedCallersOnly]
    private static void Float32Items(long from, long to, void* job) => WinogradKernel<Float32Number>.Run(in Unsafe.AsRef<WinogradJob>(job), from, to);

    [UnmanagedCallersOnly]
    private static void BFloat16Items(long from, long to, void* job) => WinogradKernel<BFloat16Number>.Run(in Unsafe.AsRef<WinogradJob>(job), from, to);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// 1x1 convolutions in float32, straight from map to map: unlike oneDNN's they write a branch where its concatenation wants it, and their weights are laid out
/// the same for every shape.
/// </summary>
internal static unsafe class PointwiseConvolution
{
    /// <summary>Whether there is a kernel for maps of that type on this processor.</summary>
    public static bool Supports(ScalarType type) => MatrixTile.IsSupported && type == ScalarType.Float32;

    /// <summary>Weight and bias as the kernel reads them.</summary>
    public static Tensor Pack(ConvNode conv) => PanelWeights.Pack(conv.Weight, conv.Bias, planes: 1, (tap, factor) => factor[0] = tap[0]);

    /// <summary>N x C x H x W -> N x K x H x W.</summary>
    /// <param name="input">The map to read.</param>
    /// <param name="packed">What <see cref="Pack"/> made of the convolution.</param>
    /// <param name="conv">The convolution.</param>
    /// <param name="output">The map to fill.</param>
    public static void Run(MapView input, Tensor packed, ConvNode conv, MapView output)
    {
        var job = new PointwiseJob(input, output, (float*)NativeKernels.Data(packed), conv.Relu);
        NativeKernels.ParallelFor(job.Items, &Items, &job);
        GC.KeepAlive(packed);      // the job holds its address alone
    }

    [UnmanagedCallersOnly]
    private static void Items(long from, long to, void* job) => Compute(in Unsafe.AsRef<PointwiseJob>(job), from, to);

    private static void Compute(in PointwiseJob job, long from, long to)
    {
        while (from < to)
        {
            var (run, first) = Math.DivRem(from, job.GroupsPerBlock);
            var (block, panel) = Math.DivRem(run, job.Panels);
            var last = Math.Min(job.GroupsPerBlock, first + to - from);
            Multiply(job, panel, (block * job.GroupsPerBlock) + first, Math.Min(job.Groups, (block * job.GroupsPerBlock) + last));
            from += last - first;
        }
    }

    private static void Multiply(in PointwiseJob job, long panel, long from, long to)
    {
        var product = stackalloc float[MatrixTile.Rows * MatrixTile.Columns];
        var input = (float*)job.Input.Address;
        var inputPixel = (nint)job.Input.PixelStride;
        var bias = job.Weight + (panel * PanelWeights.Size(job.Input.Channels, planes: 1));
        var channels = Math.Min(MatrixTile.Columns, job.Output.Channels - (panel * MatrixTile.Columns));
        for (var group = from; group < to; group++)
        {
            // The last rows are computed twice where the pixels are no multiple.
            var row = Math.Min(group * MatrixTile.Rows, job.Input.Pixels - MatrixTile.Rows);
            MatrixTile.Multiply(input + (row * inputPixel), inputPixel, bias + MatrixTile.Columns, (nint)job.Input.Channels, product);
            var output = (float*)job.Output.Address + (row * job.Output.PixelStride) + (panel * MatrixTile.Columns);
            for (var i = 0; i < MatrixTile.Rows; i++, output += job.Output.PixelStride)
            {
                for (var lane = 0; lane < channels; lane += MatrixTile.Lanes)
                {
                    var value = MatrixTile.Finish(Vector512.Load(product + (i * MatrixTile.Columns) + lane), Vector512.Load(bias + lane), job.Relu);
                    MapNumber<Float32Number>.Store(value, (byte*)(output + lane), channels - lane);
                }
            }
        }
    }
}

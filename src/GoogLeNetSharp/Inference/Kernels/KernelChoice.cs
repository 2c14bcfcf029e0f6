using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>Picks the kernel that is fastest for a convolution on a map of a given size.</summary>
internal static class KernelChoice
{
    // How many times fewer multiplications Winograd's form must need to make up for its transforms. oneDNN multiplies bfloat16 twice as fast, Winograd's form
    // computes in float32 in both types. Measured: docs/performance.md.
    private const double WorthwhileFloat32 = 1.5, WorthwhileBFloat16 = 3.5;

    /// <summary>The kernel for a map N x C x H x W.</summary>
    public static ConvolutionKernel For(ConvNode conv, ScalarType type, long[] inputSize)
    {
        if (!MatrixTile.IsSupported || conv is not { Groups: 1, Window: { Stride: (1, 1), Dilation: (1, 1) } window }) return ConvolutionKernel.OneDnn;
        var (images, height, width) = (inputSize[0], inputSize[2], inputSize[3]);
        if (window is { KernelSize: (1, 1), Padding: (0, 0) } && PointwiseConvolution.Supports(type) && images * height * width >= MatrixTile.Rows)
            return ConvolutionKernel.Pointwise;
        if (window.KernelSize != (3, 3)) return ConvolutionKernel.OneDnn;

        var outputSize = window.Positions(height, width);
        var tiling = new WinogradTiling(images, outputSize, inputSize[1]);
        var direct = images * outputSize.Height * outputSize.Width * window.KernelSize.Height * window.KernelSize.Width;
        var saving = (double)direct / (tiling.Blocks * tiling.TilesPerBlock * WinogradTile.Products);
        return saving >= (type == ScalarType.BFloat16 ? WorthwhileBFloat16 : WorthwhileFloat32) ? ConvolutionKernel.Winograd : ConvolutionKernel.OneDnn;
    }
}

using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>A convolution's weight, laid out for the kernel that computes it.</summary>
/// <param name="Kernel">The kernel, which alone can read it.</param>
/// <param name="Tensor">The numbers.</param>
internal readonly record struct PackedWeight(ConvolutionKernel Kernel, Tensor Tensor)
{
    /// <summary>Lays a weight out for a kernel of this library.</summary>
    public static PackedWeight Pack(ConvNode conv, ConvolutionKernel kernel) => new(kernel, kernel switch
    {
        ConvolutionKernel.Winograd => WinogradConvolution.Pack(conv),
        ConvolutionKernel.Pointwise => PointwiseConvolution.Pack(conv),
        _ => throw new NotSupportedException($"{kernel} is not a kernel of this library."),
    });

    /// <summary>Runs that kernel: N x C x H x W -> N x K x H' x W'.</summary>
    /// <returns>Whether the output is right; false where it must be computed otherwise, see <see cref="WinogradConvolution.Run"/>.</returns>
    public bool Run(ConvNode conv, MapView input, MapView output)
    {
        if (Kernel == ConvolutionKernel.Winograd) return WinogradConvolution.Run(input, Tensor, conv, output);
        PointwiseConvolution.Run(input, Tensor, conv, output);
        return true;
    }
}

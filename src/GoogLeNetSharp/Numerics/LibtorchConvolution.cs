using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>Computes a case with libtorch, like the modules of this process.</summary>
internal static class LibtorchConvolution
{
    /// <summary>Runs a case on the calling thread, with gradients from autograd. Disposes all tensors.</summary>
    public static ConvolutionNumbers Compute(ConvolutionCase convolution, ConvolutionOperands operands)
    {
        using var threads = ThreadCount.OneOrAll(convolution.AllThreads);
        using var scope = NewDisposeScope();
        using var gradients = set_grad_enabled(convolution.Gradients);
        var input = Map(operands.Input, convolution.InputShape).requires_grad_(convolution.Gradients);
        var weight = Map(operands.Weight, convolution.WeightShape).requires_grad_(convolution.Gradients);
        var output = nn.functional.conv2d(
            input, weight, null, [convolution.Stride, convolution.Stride], [convolution.Padding, convolution.Padding],
            [convolution.Dilation, convolution.Dilation], convolution.Groups);
        if (!convolution.Gradients) return new ConvolutionNumbers(Values(output), null, null);

        var found = autograd.grad([output], [input, weight], [Map(operands.OutputGradient, convolution.OutputShape)]);
        return new ConvolutionNumbers(Values(output), Values(found[0]), Values(found[1]));

        Tensor Map(float[] values, long[] shape)
        {
            var map = tensor(values, shape).to(convolution.Type);
            return convolution.ChannelsLast ? map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : map;
        }
    }

    private static double[] Values(Tensor tensor)
    {
        using var values = tensor.detach().to(float64).contiguous();
        return [.. MemoryMarshal.Cast<byte, double>(values.bytes)];
    }
}

using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Whether libtorch's fused convolutions are right: they use oneDNN whether or not it is switched off, so that the process's check is not
/// enough.
/// </summary>
internal static class FusedConvolutions
{
    private static readonly Lazy<bool> Tried = new(() => NativeKernels.Available && Check(ConvolutionCheck.Result));

    /// <summary>Whether <see cref="NativeKernels.Convolve"/> may be used in this process.</summary>
    public static bool AreRight => Tried.Value;

    // Where oneDNN had to be switched off there is no need to try.
    private static bool Check(ConvolutionCheckResult result) => result.Status switch
    {
        ConvolutionCheckStatus.Passed => ConvolutionTrial.WrongOf(Cases(), Compute).Count == 0,
        ConvolutionCheckStatus.Skipped => true,
        _ => false,
    };

    // Forward alone, with the layout and the number of threads that they are used with.
    private static IEnumerable<ConvolutionCase> Cases() => ConvolutionTable.Cases
        .Select(convolution => convolution with { ChannelsLast = true, Gradients = false })
        .Where(convolution => convolution.Type == ScalarType.Float32 || BFloat16Arithmetic.IsWorthwhile)
        .Distinct();

    private static ConvolutionNumbers Compute(ConvolutionCase convolution, ConvolutionOperands operands)
    {
        using var noGrad = no_grad();
        using var threads = ThreadCount.OneOrAll(convolution.AllThreads);
        using var scope = NewDisposeScope();
        var weight = tensor(operands.Weight, convolution.WeightShape);
        var node = new ConvNode(1, "conv", [0], TensorWeight.Of(weight), null, WindowOf(convolution), convolution.Groups);
        var packed = NativeKernels.Pack(RunForm.ChannelsLast(weight.to(convolution.Type)), node, convolution.InputShape);
        var input = RunForm.ChannelsLast(tensor(operands.Input, convolution.InputShape).to(convolution.Type));
        var output = NativeKernels.Convolve(input, packed, null, node).to(float64).contiguous();
        return new ConvolutionNumbers(output.data<double>().ToArray(), null, null);
    }

    private static Window2d WindowOf(ConvolutionCase convolution) => new((convolution.Kernel, convolution.Kernel))
    {
        Stride = (convolution.Stride, convolution.Stride),
        Padding = (convolution.Padding, convolution.Padding),
        Dilation = (convolution.Dilation, convolution.Dilation),
    };
}

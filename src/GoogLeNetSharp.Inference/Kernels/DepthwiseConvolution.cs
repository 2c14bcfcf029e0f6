using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Depthwise convolutions (groups = input channels = output channels), vectorized over channels.</summary>
internal sealed unsafe class DepthwiseConvolution<TSimd, TVector> : ConvolutionKernel
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override bool Fits(Convolution convolution) =>
        convolution.Addend is null && convolution.Groups == convolution.Input.Channels && convolution.Groups == convolution.Output.Channels;

    public override double Cost(Convolution convolution)
    {
        var (height, width) = convolution.Window.KernelSize;
        return (double)convolution.Output.Pixels * height * width * Rounding.Ceiling(convolution.Groups, TSimd.Lanes);
    }

    // one row of biases, then one row for each tap
    public override IDisposable Pack(Weight weight, Weight? bias, long groups)
    {
        var taps = weight.Shape[2] * weight.Shape[3];
        var packed = new NativeBuffer((1 + taps) * groups);
        fixed (float* values = weight.Array, shifts = bias?.Array)
        {
            for (var c = 0L; c < groups; c++)
            {
                packed.Address[c] = shifts is null ? 0 : shifts[c];
                for (var tap = 0L; tap < taps; tap++) packed.Address[((1 + tap) * groups) + c] = values[(c * taps) + tap];
            }
        }

        return packed;
    }

    public override Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact) =>
        new DepthwiseStep<TSimd, TVector>(convolution, (NativeBuffer)packed);
}

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>1x1 convolutions of stride 1: one matrix product of pixels x input channels by input channels x output channels.</summary>
internal sealed unsafe class PointwiseConvolution<TSimd, TVector> : ConvolutionKernel
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override bool Fits(Convolution convolution) =>
        convolution is { Groups: 1, Window: { KernelSize: (1, 1), Stride: (1, 1), Padding: (0, 0), End: (0, 0) } };

    public override double Cost(Convolution convolution) => KernelCost.Product<TSimd, TVector>(
        convolution.Input.Pixels, convolution.Input.Channels, convolution.Output.Channels, planes: 1);

    public override IDisposable Pack(Weight weight, Weight? bias, long groups)
    {
        var (outChannels, inChannels) = (weight.Shape[0], weight.Shape[1]);
        var panels = new Panels(outChannels, inChannels, planes: 1, TSimd.Lanes);
        fixed (float* values = weight.Array, shifts = bias?.Array)
        {
            for (var k = 0L; k < outChannels; k++)
            {
                var to = panels.Column(k, out var stride);
                *to = shifts is null ? 0 : shifts[k];
                for (var c = 0L; c < inChannels; c++) to[(1 + c) * stride] = values[(k * inChannels) + c];
            }
        }

        return panels;
    }

    public override Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact) =>
        new PointwiseStep<TSimd, TVector>(convolution, (Panels)packed, threads);
}

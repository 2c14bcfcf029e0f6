using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Convolutions of any window, stride, padding, dilation and groups: an implicit matrix product whose rows, the pixels below the window,
/// are read in place.
/// </summary>
internal sealed unsafe class DirectConvolution<TSimd, TVector> : ConvolutionKernel
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override bool Fits(Convolution convolution) => true;

    public override double Cost(Convolution convolution)
    {
        var (height, width) = convolution.Window.KernelSize;
        return convolution.Groups * KernelCost.Product<TSimd, TVector>(
            convolution.Output.Pixels, height * width * convolution.GroupChannels, convolution.GroupOutputs, planes: 1);
    }

    public override IDisposable Pack(Weight weight, Weight? bias, long groups)
    {
        var (outChannels, inChannels) = (weight.Shape[0] / groups, weight.Shape[1]);
        var taps = weight.Shape[2] * weight.Shape[3];
        var panels = new PanelGroups(groups, () => new Panels(outChannels, taps * inChannels, planes: 1, TSimd.Lanes));
        fixed (float* values = weight.Array, shifts = bias?.Array)
        {
            for (var k = 0L; k < outChannels * groups; k++)
            {
                var from = values + (k * inChannels * taps);
                var to = panels[k / outChannels].Column(k % outChannels, out var stride);
                *to = shifts is null ? 0 : shifts[k];
                for (var tap = 0L; tap < taps; tap++)
                {
                    for (var c = 0L; c < inChannels; c++) *(to += stride) = from[(c * taps) + tap];
                }
            }
        }

        return panels;
    }

    public override Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact) =>
        new DirectStep<TSimd, TVector>(convolution, (PanelGroups)packed, threads);
}

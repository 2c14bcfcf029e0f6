using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Convolutions of any window with inputs and weights rounded to bfloat16 and sums in float32: an implicit matrix product, like
/// <see cref="DirectConvolution{TSimd, TVector}"/>.
/// </summary>
/// <param name="code">The inner loops.</param>
internal sealed unsafe class BFloat16Convolution(BFloat16Code code) : ConvolutionKernel
{
    // channels are multiplied in pairs, which do not cross groups
    public override bool Fits(Convolution convolution) => convolution.Groups == 1 || convolution.GroupChannels % 2 == 0;

    public override double Cost(Convolution convolution)
    {
        var (height, width) = convolution.Window.KernelSize;
        var pairs = height * width * Pairs(convolution.GroupChannels);
        var rounding = (double)convolution.Input.Pixels * convolution.Input.Channels / BFloat16Code.Lanes;
        return rounding
            + (convolution.Groups * KernelCost.Product<Simd512, System.Runtime.Intrinsics.Vector512<float>>(
                convolution.Output.Pixels, pairs, convolution.GroupOutputs, planes: 1));
    }

    public override IDisposable Pack(Weight weight, Weight? bias, long groups)
    {
        var (outChannels, inChannels) = (weight.Shape[0] / groups, weight.Shape[1]);
        var taps = weight.Count / (weight.Shape[0] * inChannels);
        var panels = new PanelGroups(groups, () => new Panels(outChannels, taps * Pairs(inChannels), planes: 1, BFloat16Code.Lanes));
        fixed (float* values = weight.Array, shifts = bias?.Array)
        {
            for (var k = 0L; k < outChannels * groups; k++)
            {
                var from = values + (k * inChannels * taps);
                var to = panels[k / outChannels].Column(k % outChannels, out var stride);
                *to = shifts is null ? 0 : shifts[k];
                for (var tap = 0L; tap < taps; tap++)
                {
                    for (var c = 0L; c < inChannels; c += 2)
                    {
                        var pair = (ushort*)(to += stride);
                        pair[0] = BFloat16Code.Round(from[(c * taps) + tap]);
                        pair[1] = c + 1 < inChannels ? BFloat16Code.Round(from[((c + 1) * taps) + tap]) : (ushort)0;
                    }
                }
            }
        }

        return panels;
    }

    public override Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact) =>
        new BFloat16Step(convolution, (PanelGroups)packed, code, threads);

    /// <summary>Gets the number of channel pairs; an odd number of channels is padded with zeros.</summary>
    public static long Pairs(long channels) => Rounding.Ceiling(channels, 2);
}

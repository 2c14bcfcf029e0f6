using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// 3x3 convolutions of stride 1 by Winograd's minimal filtering F(4 x 4, 3 x 3), with a quarter of the multiplications, as 36 matrix
/// products over the channels.
/// </summary>
internal sealed unsafe class WinogradConvolution<TSimd, TVector> : ConvolutionKernel
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // cost of a tile's transforms for one vector of channels: the additions, and reading and writing 36 values
    private const double InputTransform = 250, OutputTransform = 200;

    public override bool Fits(Convolution convolution) =>
        convolution is { Groups: 1, Window: { KernelSize: (3, 3), Stride: (1, 1), Dilation: (1, 1) } };

    public override double Cost(Convolution convolution)
    {
        var (input, output) = (convolution.Input, convolution.Output);
        var tiles = new WinogradTiling(output.Images, output.Height, output.Width).Tiles;
        var transforms = (InputTransform * Rounding.Ceiling(input.Channels, TSimd.Lanes))
            + (OutputTransform * Rounding.Ceiling(output.Channels, TSimd.Lanes));
        return (tiles * transforms) + KernelCost.Product<TSimd, TVector>(tiles, input.Channels, output.Channels,
            WinogradTransform.Products);
    }

    public override IDisposable Pack(Weight weight, Weight? bias, long groups)
    {
        var (outChannels, inChannels) = (weight.Shape[0], weight.Shape[1]);
        var panels = new Panels(outChannels, inChannels, WinogradTransform.Products, TSimd.Lanes);
        fixed (float* values = weight.Array, shifts = bias?.Array)
        {
            var factors = stackalloc float[WinogradTransform.Products];
            for (var k = 0L; k < outChannels; k++)
            {
                var to = panels.Column(k, out var stride);
                *to = shifts is null ? 0 : shifts[k];
                to += stride;
                for (var c = 0L; c < inChannels; c++, to += stride)
                {
                    WinogradTransform.Weight(values + (((k * inChannels) + c) * 9), factors);
                    for (var p = 0; p < WinogradTransform.Products; p++) to[p * inChannels * stride] = factors[p];
                }
            }
        }

        return panels;
    }

    public override Step Plan(Convolution convolution, IDisposable packed, int threads, Lazy<Step>? exact) =>
        new WinogradStep<TSimd, TVector>(convolution, (Panels)packed, threads, exact);
}

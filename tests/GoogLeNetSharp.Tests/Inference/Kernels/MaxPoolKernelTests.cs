using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>The library's max pool against libtorch's, value for value.</summary>
public sealed class MaxPoolKernelTests
{
    [NativeKernelsTheory]
    [InlineData(3, 2, 0, true, 15, 20)]
    [InlineData(3, 2, 1, false, 14, 17)]
    [InlineData(3, 1, 1, false, 7, 7)]
    [InlineData(2, 2, 0, true, 7, 9)]
    [InlineData(5, 3, 2, true, 11, 13)]
    [InlineData(1, 1, 0, false, 4, 5)]
    [InlineData(4, 1, 3, false, 3, 2)]
    [InlineData(3, 1, 1, false, 1, 1)]
    internal void MaxPool_Window_EqualsLibtorch(long kernel, long stride, long padding, bool ceilMode, long height, long width)
    {
        var window = new Window2d((kernel, kernel)) { Stride = (stride, stride), Padding = (padding, padding), CeilMode = ceilMode };
        if (padding * 2 > kernel) window = window with { Padding = (kernel / 2, kernel / 2) };      // the most that libtorch takes
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            foreach (var channels in new[] { 1L, 16, 37, 64 })
            {
                using var scope = NewDisposeScope();
                var image = FormulaWeights.Image(2, channels, height, width).to(type);
                var expected = nn.functional.max_pool2d(
                    image, [kernel, kernel], [stride, stride], [window.Padding.Height, window.Padding.Width], [1, 1], ceilMode);

                var actual = Pool(image, window);

                actual.shape.Should().Equal(expected.shape);
                actual.eq(expected).all().item<bool>().Should().BeTrue("{0}, {1} channels, {2}", window, channels, type);
            }
        }
    }

    [NativeKernelsFact]
    internal void MaxPool_NotANumber_StaysInItsWindows()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 1, 1, 5);
        image[0, 0, 0, 1] = float.NaN;

        var pooled = Pool(image, new Window2d((1, 3)));

        pooled.isnan().flatten().data<bool>().ToArray().Should().Equal(true, true, false);
    }

    [NativeKernelsTheory]
    [InlineData(0x7fc0)]
    [InlineData(0xffc0)]        // what the processor makes of infinity - infinity
    [InlineData(0xffff)]        // what libtorch's vectors make of any not-a-number in float32
    internal unsafe void MaxPool_BFloat16NotANumber_StaysOfEitherSign(int bits)
    {
        const int channels = 40;        // a vector and a rest
        using var scope = NewDisposeScope();
        var image = NativeKernels.EmptyMap(1, channels, 1, 3, ScalarType.BFloat16);
        image.fill_(float.NegativeInfinity);
        new Span<ushort>(NativeKernels.Data(image) + (channels * BFloat16Number.Size), channels).Fill((ushort)bits);

        Pool(image, new Window2d((1, 2))).isnan().all().item<bool>().Should().BeTrue();
        Pool(image, new Window2d((1, 3))).isnan().all().item<bool>().Should().BeTrue();
        Pool(image, new Window2d((1, 1))).isnan().any(1).flatten().data<bool>().ToArray().Should().Equal(false, true, false);
    }

    private static Tensor Pool(Tensor image, Window2d window)
    {
        var input = RunForm.ChannelsLast(image);
        var (height, width) = window.Positions(image.size(2), image.size(3));
        var output = NativeKernels.EmptyMap(image.size(0), image.size(1), height, width, image.dtype);
        MaxPoolKernel.Run(MapView.Of(input)!.Value, window, MapView.Of(output)!.Value);
        return output;
    }
}

using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>
/// The kernels on maps with a forbidden page before the first number or behind the last one: whatever they read or write beside a map ends the test run.
/// The channels are the last ones of a wider map, or the first.
/// </summary>
public sealed unsafe class KernelBoundsTests
{
    [NativeKernelsTheory(avx512: true)]
    [InlineData(true, 0)]
    [InlineData(true, 7)]
    [InlineData(false, 0)]
    [InlineData(false, 7)]
    internal void Run_MapsAtTheEdgeOfTheirMemory_StaysInsideAndEqualsLibtorch(bool atEnd, long gap)
    {
        var draw = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            using var scope = NewDisposeScope();
            var (images, channels, outChannels) = (draw.NextInt64(1, 4), draw.NextInt64(1, 70), draw.NextInt64(1, 70));
            var (height, width, padding) = (draw.NextInt64(1, 12), draw.NextInt64(1, 12), draw.NextInt64(0, 4));
            var threeByThree = new Window2d((3, 3)) { Padding = (padding, padding) };
            var pool = new Window2d((draw.NextInt64(2, 5), 3)) { Stride = (draw.NextInt64(1, 3), 2), Padding = (1, 1), CeilMode = true };
            foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
            {
                var image = FormulaWeights.Image(images, channels, height, width).to(type);
                if (height + (2 * padding) >= 3 && width + (2 * padding) >= 3)
                    Convolution(image, ConvolutionCase.Node(channels, outChannels, threeByThree), ConvolutionKernel.Winograd);
                if (type == ScalarType.Float32 && images * height * width >= MatrixTile.Rows)
                    Convolution(image, ConvolutionCase.Node(channels, outChannels, new Window2d((1, 1))), ConvolutionKernel.Pointwise);
                if (pool.KernelSize.Height <= height + 2 && pool.KernelSize.Width <= width + 2) MaxPool(image, pool);
            }
        }

        void Convolution(Tensor image, ConvNode conv, ConvolutionKernel kernel)
        {
            var padding = conv.Window.Padding;
            var expected = nn.functional.conv2d(image.to(float64), ConvolutionCase.Double(conv.Weight), ConvolutionCase.Double(conv.Bias!), padding: [padding.Height, padding.Width]);
            var weight = PackedWeight.Pack(conv, kernel);
            var actual = Between(image, gap, conv.OutChannels, conv.Window, (input, output) => weight.Run(conv, input, output));
            var error = (expected - actual.to(float64)).abs().max().item<double>() / Math.Max(1, expected.abs().max().item<double>());
            error.Should().BeLessThan(image.dtype == ScalarType.Float32 ? 3e-5 : 1.0 / 200, "{0} of {1}", conv, string.Join(" x ", image.shape));
        }

        void MaxPool(Tensor image, Window2d window)
        {
            var expected = nn.functional.max_pool2d(
                image, [window.KernelSize.Height, window.KernelSize.Width], [window.Stride.Height, window.Stride.Width], [1, 1], [1, 1], window.CeilMode);
            var actual = Between(image, 0, image.size(1), window, (input, output) => MaxPoolKernel.Run(input, window, output));
            actual.equal(expected).all().item<bool>().Should().BeTrue("{0} of {1}", window, string.Join(" x ", image.shape));
        }

        Tensor Between(Tensor image, long inputGap, long outChannels, Window2d window, Action<MapView, MapView> run)
        {
            var (height, width) = window.Positions(image.size(2), image.size(3));
            using var inputMemory = Map(image.size(0), image.size(1), image.size(2), image.size(3), inputGap, image.dtype, out var input);
            using var outputMemory = Map(image.size(0), outChannels, height, width, gap, image.dtype, out var output);
            var result = NativeKernels.EmptyMap(image.size(0), outChannels, height, width, image.dtype);
            Copy(MapView.Of(RunForm.ChannelsLast(image))!.Value, input);
            run(input, output);
            Copy(output, MapView.Of(result)!.Value);
            return result;
        }

        GuardedMemory Map(long images, long channels, long height, long width, long beside, ScalarType type, out MapView some)
        {
            var stride = channels + beside;
            var memory = new GuardedMemory(images * height * width * stride * (type == ScalarType.BFloat16 ? sizeof(ushort) : sizeof(float)), atEnd);
            var wide = new MapView
            {
                Address = memory.Address,
                Images = images,
                Channels = stride,
                Height = height,
                Width = width,
                PixelStride = stride,
                BFloat16 = type == ScalarType.BFloat16,
            };
            some = wide.Slice(atEnd ? beside : 0, channels);
            return memory;
        }
    }

    private static void Copy(MapView from, MapView to)
    {
        var bytes = from.Channels * from.NumberSize;
        for (var pixel = 0L; pixel < from.Pixels; pixel++)
            Buffer.MemoryCopy(from.Pixel(0, 0, pixel), to.Pixel(0, 0, pixel), bytes, bytes);
    }
}

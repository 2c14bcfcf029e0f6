using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Kernels;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>Convolutions of bfloat16 against sums in double precision of the same rounded numbers.</summary>
public sealed class BFloat16ConvolutionTests
{
    // Relative to the largest output: of sums in float32.
    private const double Tolerance = 2e-6;

    [BFloat16CodeFact]
    internal void Run_RandomGeometry_EqualsDoublePrecisionOfRoundedNumbers()
    {
        var random = new Random(23);
        var kernel = new BFloat16Convolution(BFloat16Code.Instance!);
        for (var i = 0; i < 160; i++)
        {
            var window = i % 4 == 0 ? new Window2d((1, 1)) : new Window2d((random.NextInt64(1, 6), random.NextInt64(1, 6)))
            {
                Stride = (random.NextInt64(1, 4), random.NextInt64(1, 4)),
                Padding = (random.NextInt64(0, 4), random.NextInt64(0, 4)),
                Dilation = (random.NextInt64(1, 4), random.NextInt64(1, 4)),
            };
            var groups = i % 5 == 0 ? random.NextInt64(2, 5) : 1;
            var channels = groups == 1 ? random.NextInt64(1, 40) : groups * 2 * random.NextInt64(1, 10);
            Check(random, kernel, window, groups, channels, groups * random.NextInt64(1, 70), atEnd: i % 2 == 0, gap: i % 3 == 0 ? 5 : 0);
        }
    }

    [BFloat16CodeFact]
    internal void Fits_OddChannelsOfAGroup_No()
    {
        using var memory = new StepCase(atEnd: true, gap: 0);
        var convolution = new Convolution(memory.Output(1, 6, 4, 4), memory.Output(1, 6, 4, 4), new Window2d((1, 1)), 2, Relu: false);

        new BFloat16Convolution(BFloat16Code.Instance!).Fits(convolution).Should().BeFalse();
    }

    private static void Check(Random random, BFloat16Convolution kernel, Window2d window, long groups, long channels, long outChannels,
        bool atEnd, long gap)
    {
        long[] shape = [random.NextInt64(1, 3), channels, random.NextInt64(1, 13), random.NextInt64(1, 13)];
        var (height, width) = window.Positions(shape[2], shape[3]);
        if (height < 1 || width < 1) return;
        long[] weightShape = [outChannels, channels / groups, window.KernelSize.Height, window.KernelSize.Width];
        var input = ReferenceKernels.Draw(random, shape.Aggregate((a, b) => a * b));
        var weight = ReferenceKernels.Draw(random, weightShape.Aggregate((a, b) => a * b));
        var bias = random.Next(2) == 0 ? null : ReferenceKernels.Draw(random, outChannels);
        var addend = random.Next(2) == 0 ? null : ReferenceKernels.Draw(random, shape[0] * outChannels * height * width);
        var relu = random.Next(2) == 0;
        var expected = ReferenceKernels.Convolution(Rounded(input), shape, Rounded(weight), bias, outChannels, window, groups,
            relu, addend);
        using var memory = new StepCase(atEnd, gap);
        var convolution = new Convolution(
            memory.Input(input, shape[0], channels, shape[2], shape[3]), memory.Output(shape[0], outChannels, height, width), window,
            groups, relu,
            addend is null ? null : memory.Input(addend, shape[0], outChannels, height, width));
        using var packed = kernel.Pack(new Weight(weight, weightShape), bias is null ? null : new Weight(bias, outChannels), groups);

        var actual = StepCase.Run(kernel.Plan(convolution, packed, threads: 2, exact: null), convolution.Output);

        ReferenceKernels.Error(expected, actual).Should()
            .BeLessThan(Tolerance, "{0}, groups {1}, {2}", window, groups, string.Join(" x ", shape));
        memory.ShouldBeUntouchedBeside(convolution.Output);
    }

    private static float[] Rounded(float[] values)
    {
        using var scope = NewDisposeScope();
        return [.. tensor(values).to(bfloat16).to(float32).data<float>()];
    }
}

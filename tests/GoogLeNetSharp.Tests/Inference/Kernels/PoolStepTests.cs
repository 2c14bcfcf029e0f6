using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>Pools at each width of vectors against their definitions.</summary>
public sealed class PoolStepTests
{
    [Theory]
    [MemberData(nameof(ConvolutionKernelTests.Places), MemberType = typeof(ConvolutionKernelTests))]
    internal void Run_RandomWindows_EqualsTheDefinition(int vectorBits, bool atEnd, long gap)
    {
        var random = new Random(5);
        var kernels = KernelSet.For(vectorBits);
        for (var i = 0; i < 100; i++)
        {
            long[] shape = [random.NextInt64(1, 3), random.NextInt64(1, 40), random.NextInt64(1, 12), random.NextInt64(1, 12)];
            var (kernelHeight, kernelWidth) = (random.NextInt64(1, 5), random.NextInt64(1, 5));
            var window = new Window2d((kernelHeight, kernelWidth))
            {
                Stride = (random.NextInt64(1, 4), random.NextInt64(1, 4)),
                Padding = (random.NextInt64(0, (kernelHeight / 2) + 1), random.NextInt64(0, (kernelWidth / 2) + 1)),
                CeilMode = random.Next(2) == 0,
            };
            var input = ReferenceKernels.Draw(random, shape.Aggregate((a, b) => a * b));
            var dilated = window with { Dilation = (random.NextInt64(1, 3), 1) };
            Check(dilated, ReferenceOfMax(input, shape, dilated), (from, to) => kernels.MaxPool(from, to, dilated));
            foreach (var countPadding in new[] { true, false })
            {
                Check(window, ReferenceOfAverage(input, shape, window, countPadding), (from, to) => kernels.AveragePool(
                    from, to,
                    PoolArea.Sliding(from.Height, to.Height, kernelHeight, window.Stride.Height, window.Padding.Height, window.End.Height,
                        countPadding),
                    PoolArea.Sliding(from.Width, to.Width, kernelWidth, window.Stride.Width, window.Padding.Width, window.End.Width,
                        countPadding)));
            }

            void Check(Window2d slid, Func<double[]> expected, Func<Map, Map, Step> make)
            {
                var (height, width) = slid.Positions(shape[2], shape[3]);
                if (height < 1 || width < 1) return;
                using var memory = new StepCase(atEnd, gap);
                var output = memory.Output(shape[0], shape[1], height, width);
                var actual = StepCase.Run(make(memory.Input(input, shape[0], shape[1], shape[2], shape[3]), output), output);
                ReferenceKernels.Error(expected(), actual).Should().BeLessThan(1e-6, "{0}, {1}", slid, string.Join(" x ", shape));
                memory.ShouldBeUntouchedBeside(output);
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    internal void MaxPool_NotANumber_StaysInItsWindows(int vectorBits)
    {
        foreach (var channels in new[] { 1, 16, 37 })
        {
            var input = new float[channels * 5];
            for (var c = 0; c < channels; c++) input[(c * 5) + 1] = float.NaN;
            using var memory = new StepCase(atEnd: true, gap: 0);
            var output = memory.Output(1, channels, 1, 3);
            var step = KernelSet.For(vectorBits).MaxPool(memory.Input(input, 1, channels, 1, 5), output, new Window2d((1, 3)));

            var pooled = StepCase.Run(step, output);

            for (var c = 0; c < channels; c++) pooled[(c * 3)..((c * 3) + 3)].Should().Equal(float.NaN, float.NaN, 0);
        }
    }

    private static Func<double[]> ReferenceOfMax(float[] input, long[] shape, Window2d window) => () =>
        ReferenceKernels.Pool(input, shape, window, (values, _) => values.Count == 0 ? float.NegativeInfinity : values.Max());

    private static Func<double[]> ReferenceOfAverage(float[] input, long[] shape, Window2d window, bool countPadding) => () =>
        ReferenceKernels.Pool(input, shape, window,
            (values, counted) => values.Sum(value => (double)value) / (countPadding ? counted : values.Count));
}

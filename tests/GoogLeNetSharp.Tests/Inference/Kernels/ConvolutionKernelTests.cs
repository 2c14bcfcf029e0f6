using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>Each way to compute convolutions, at each width of vectors, against sums in double precision.</summary>
public sealed class ConvolutionKernelTests
{
    // Relative to the largest output: of sums in float32, and of Winograd's transforms in float32.
    private const double SumTolerance = 2e-6, WinogradTolerance = 3e-5;

    /// <summary>Bits of the vectors, and where forbidden pages and other channels lie.</summary>
    public static TheoryData<int, bool, long> Places { get; } = new()
    {
        { 512, true, 0 }, { 512, false, 0 }, { 512, true, 5 }, { 512, false, 5 },
        { 256, true, 0 }, { 256, false, 0 }, { 256, true, 5 }, { 256, false, 5 },
        { 128, true, 0 }, { 128, false, 0 }, { 128, true, 5 }, { 128, false, 5 },
    };

    [Theory]
    [MemberData(nameof(Places))]
    internal void Run_RandomGeometry_EqualsDoublePrecision(int vectorBits, bool atEnd, long gap)
    {
        var random = new Random(17);
        var used = new HashSet<string>();
        for (var i = 0; i < 120; i++)
        {
            var kernelSize = (random.NextInt64(1, 6), random.NextInt64(1, 6));
            var window = new Window2d(kernelSize)
            {
                Stride = (random.NextInt64(1, 4), random.NextInt64(1, 4)),
                Padding = (random.NextInt64(0, 4), random.NextInt64(0, 4)),
                EndPadding = i % 3 == 0 ? (random.NextInt64(0, 4), random.NextInt64(0, 4)) : null,
                Dilation = (random.NextInt64(1, 4), random.NextInt64(1, 4)),
            };
            var groups = i % 4 == 0 ? random.NextInt64(2, 5) : 1;
            Check(window, groups, groups * random.NextInt64(1, 20), groups * random.NextInt64(1, 40));
        }

        for (var i = 0; i < 40; i++)
        {
            var padding = (random.NextInt64(0, 4), random.NextInt64(0, 4));
            Check(new Window2d((3, 3))
            {
                Padding = padding,
                EndPadding = i % 3 == 0 ? (random.NextInt64(0, 4), random.NextInt64(0, 4)) : null,
            }, 1, random.NextInt64(1, 70), random.NextInt64(1, 70));
            Check(new Window2d((1, 1)), 1, random.NextInt64(1, 70), random.NextInt64(1, 70));
            var depthwise = random.NextInt64(1, 40);
            Check(new Window2d((3, 3)) { Padding = padding, Stride = (1 + (i % 2), 1) }, depthwise, depthwise, depthwise);
        }

        Check(new Window2d((7, 7)) { Stride = (2, 2), Padding = (3, 3) }, 1, 3, 64);
        used.Should().HaveCount(4);

        void Check(Window2d window, long groups, long channels, long outChannels)
        {
            long[] shape = [random.NextInt64(1, 3), channels, random.NextInt64(1, 13), random.NextInt64(1, 13)];
            var (height, width) = window.Positions(shape[2], shape[3]);
            if (height < 1 || width < 1) return;
            var input = ReferenceKernels.Draw(random, shape[0] * channels * shape[2] * shape[3]);
            long[] weightShape = [outChannels, channels / groups, window.KernelSize.Height, window.KernelSize.Width];
            var weight = ReferenceKernels.Draw(random, weightShape.Aggregate((a, b) => a * b));
            var bias = random.Next(2) == 0 ? null : ReferenceKernels.Draw(random, outChannels);
            var relu = random.Next(2) == 0;
            var function = random.Next(3) == 0 ? Nonlinearity.HardSwish : null;
            var addend = random.Next(2) == 0 ? null : ReferenceKernels.Draw(random, shape[0] * outChannels * height * width);
            var expected = ReferenceKernels.Convolution(input, shape, weight, bias, outChannels, window, groups, relu, addend);
            if (function is not null) expected = [.. expected.Select(x => x * Math.Clamp((x / 6) + 0.5, 0, 1))];
            using var memory = new StepCase(atEnd, gap);
            var convolution = new Convolution(
                memory.Input(input, shape[0], channels, shape[2], shape[3]), memory.Output(shape[0], outChannels, height, width), window,
                groups, relu,
                addend is null ? null : memory.Input(addend, shape[0], outChannels, height, width),
                KernelSet.For(vectorBits).Pass(function));
            foreach (var kernel in KernelSet.For(vectorBits).Convolutions.Where(kernel => kernel.Fits(convolution)))
            {
                var name = kernel.GetType().Name;
                used.Add(name);
                using var packed = kernel.Pack(new Weight(weight, weightShape), bias is null
                    ? null
                    : new Weight(bias, outChannels), groups);
                var actual = StepCase.Run(kernel.Plan(convolution, packed, threads: 2, exact: null), convolution.Output);
                var tolerance = name.StartsWith("Winograd", StringComparison.Ordinal) ? WinogradTolerance : SumTolerance;
                ReferenceKernels.Error(expected, actual).Should()
                    .BeLessThan(tolerance, "{0}, {1}, groups {2}, {3}", name, window, groups, string.Join(" x ", shape));
                memory.ShouldBeUntouchedBeside(convolution.Output);
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    internal void Run_NotANumber_PassesTheRelu(int vectorBits)
    {
        var input = new float[16 * 8 * 8];
        input[(3 * 64) + (4 * 8) + 4] = float.NaN;
        var window = new Window2d((3, 3)) { Padding = (1, 1) };
        using var memory = new StepCase(atEnd: true, gap: 0);
        var convolution = new Convolution(memory.Input(input, 1, 16, 8, 8), memory.Output(1, 32, 8, 8), window, 1, Relu: true);
        var weight = new float[32 * 16 * 9];
        Array.Fill(weight, 0.5f);
        foreach (var kernel in KernelSet.For(vectorBits).Convolutions.Where(kernel => kernel.Fits(convolution)))
        {
            using var packed = kernel.Pack(new Weight(weight, 32, 16, 3, 3), null, 1);

            var output = StepCase.Run(kernel.Plan(convolution, packed, threads: 1, exact: null), convolution.Output);

            for (var k = 0; k < 32; k++)
            {
                for (var place = 0; place < 9; place++)
                    output[(k * 64) + ((3 + (place / 3)) * 8) + 3 + (place % 3)].Should().Be(float.NaN, "{0}", kernel.GetType().Name);
            }
        }
    }
}

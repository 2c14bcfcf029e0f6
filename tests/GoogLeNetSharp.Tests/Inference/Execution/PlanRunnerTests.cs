using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference.Execution;

/// <summary>Whole networks in managed code against the networks they come from, at each width of vectors.</summary>
public sealed class PlanRunnerTests
{
    // Relative to the largest logit.
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    internal void Run_Presets_EqualTheModel(int vectorBits)
    {
        foreach (var (preset, shape) in new (GoogLeNetPreset, long[])[]
        {
            (GoogLeNetPreset.TorchVision, [2, 3, 65, 97]),
            (GoogLeNetPreset.Cifar, [3, 3, 32, 32]),
            (GoogLeNetPreset.Paper, [1, 3, 224, 224]),
            (GoogLeNetPreset.Default, [1, 3, 224, 224]),
        })
        {
            using var model = InferenceModelTests.Filled(new GoogLeNet(GoogLeNetOptions.ForPreset(preset) with { AuxiliaryHeads = false }));

            Difference(model, vectorBits, threads: 2, shape).Should().BeLessThan(Tolerance, "{0}", preset);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    internal void Run_SequentialOfEveryLayer_EqualsTheModel(int vectorBits)
    {
        using var network = InferenceModelTests.Filled(nn.Sequential(
            ("norm", nn.BatchNorm2d(4)),
            ("relu", nn.ReLU()),
            ("grouped", nn.Conv2d(4, 12, (3, 5), stride: (1, 2), padding: (1, 2), groups: 2)),
            ("lrn", nn.LocalResponseNorm(3, alpha: 0.5)),
            ("lrn2", nn.LocalResponseNorm(4, alpha: 0.5, beta: 0.6, k: 2)),
            ("max", nn.MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true)),
            ("dilated", nn.Conv2d(12, 10, 3, padding: 2, dilation: 2, bias: false)),
            ("bn", nn.BatchNorm2d(10, affine: false)),
            ("depthwise", nn.Conv2d(10, 10, 3, padding: 1, groups: 10)),
            ("same", nn.Conv2d(10, 8, 3, padding: Padding.Same)),
            ("avg", nn.AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false)),
            ("avg2", nn.AvgPool2d(2, stride: 1, padding: 1, ceil_mode: true, count_include_pad: true)),
            ("mixed", new InceptionNaive(8, 3, 4, 5)),
            ("inception", new InceptionModule(20, new InceptionWidths(4, 3, 5, 2, 6, 7), batchNorm: new BatchNormSettings(0.001))),
            ("adaptive", nn.AdaptiveAvgPool2d((2, 3))),
            ("dropout", nn.Dropout(0.5)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(22 * 6, 9))));

        Difference(network, vectorBits, threads: 2, 3, 4, 21, 30).Should().BeLessThan(Tolerance);
    }

    [Fact]
    internal void Run_AnyThreads_SameNumbers()
    {
        using var model = InferenceModelTests.Small();
        float[] pixels = [.. Enumerable.Range(0, 3 * 3 * 32 * 32).Select(i => MathF.Sin(i))];
        float[][] outputs = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using var runner = new PlanRunner(Graph(model), 256, threads, new ThreadTeam());
            runner.Run(pixels, [3, 3, 32, 32], CancellationToken.None);
            return runner.Run(pixels, [3, 3, 32, 32], CancellationToken.None);
        })];

        outputs.Should().AllSatisfy(output => output.Should().Equal(outputs[0]));
    }

    private static InferenceGraph Graph(nn.Module<Tensor, Tensor> model) => InferenceGraph.Lower(model).DropDropout().FoldBatchNorm().FuseRelu();

    private static double Difference(nn.Module<Tensor, Tensor> model, int vectorBits, int threads, params long[] shape)
    {
        using var noGrad = no_grad();
        using var image = FormulaWeights.Image(shape);
        using var expected = model.call(image);
        using var runner = new PlanRunner(Graph(model), vectorBits, threads, ThreadTeam.Shared);
        var actual = runner.Run(image.data<float>().ToArray(), shape, CancellationToken.None);
        runner.Run(image.data<float>().ToArray(), shape, CancellationToken.None).Should().Equal(actual);
        return Error(expected.data<float>().ToArray(), actual);
    }

    private static double Error(float[] expected, float[] actual) =>
        expected.Zip(actual, (a, b) => float.IsNaN(b) ? double.PositiveInfinity : Math.Abs(a - b)).Max() / Math.Max(1, expected.Max(MathF.Abs));
}

using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>Occlusion and integrated gradients against PyTorch, errors, progress, and tensors left.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class PixelExplanationTests : IDisposable
{
    private readonly ExplainedNetwork _network = new();
    private readonly Tensor _images = FormulaWeights.Image(2, 3, 9, 8);

    /// <summary>Fills the network by the formula.</summary>
    public PixelExplanationTests()
    {
        FormulaWeights.Fill(_network);
        _network.eval();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _images.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    internal void Explain_EveryReferenceCase_EqualsPyTorch(int batchSize)
    {
        var cases = ExplanationCase.Load("pixels");

        cases.Should().HaveCount(8);
        foreach (var expected in cases)
        {
            using var actual = Explain(expected, batchSize);
            expected.ShouldMatch(actual);
        }
    }

    [Fact]
    internal void IntegratedGradients_SumOfMap_IsTheRiseOfTheLogit()
    {
        var cases = ExplanationCase.Load("pixels").Where(candidate => candidate.Rise.Length > 0 && candidate.Settings[0] == 50);
        foreach (var expected in cases)
        {
            using var actual = Explain(expected, 16);
            using var sums = actual.Maps.sum([1, 2]);
            sums.data<float>().ToArray().Zip(expected.Rise, (sum, rise) => Math.Abs(sum - rise)).Max().Should().BeLessThan(0.01f);
        }
    }

    [Fact]
    internal void Explain_Progress_RisesToOne()
    {
        var shares = new Shares();
        Occlusion.Explain(_network, _images, progress: shares).Dispose();
        var occlusion = shares.Values.ToArray();
        shares.Values.Clear();
        IntegratedGradients.Explain(_network, _images, progress: shares).Dispose();

        occlusion.Should().BeInAscendingOrder().And.EndWith(1);
        shares.Values.Should().BeInAscendingOrder().And.HaveCountGreaterThan(2).And.EndWith(1);
    }

    [Fact]
    internal void Explain_ResultDisposedOrErrorOrCancelled_LeavesNoTensor()
    {
        var cancelled = new CancellationToken(canceled: true);
        LiveTensors.LeftBy(() => Occlusion.Explain(_network, _images).Dispose()).Should().Be(0);
        LiveTensors.LeftBy(() => IntegratedGradients.Explain(_network, _images).Dispose()).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => Occlusion.Explain(_network, _images, [0, 5]))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("classes: the network's are 0 to 4.*")).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => IntegratedGradients.Explain(_network, _images, [-1, 0]))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("classes: the network's are 0 to 4.*")).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => Occlusion.Explain(_network, _images, cancellationToken: cancelled))
            .Should().Throw<OperationCanceledException>()).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => IntegratedGradients.Explain(_network, _images, cancellationToken: cancelled))
            .Should().Throw<OperationCanceledException>()).Should().Be(0);
    }

    [Fact]
    internal void IntegratedGradients_NoGradientOrForwardThrows_LeavesNoTensor()
    {
        using var constant = new OpaqueNetwork(maps => zeros_like(maps));
        using var broken = new OpaqueNetwork(maps => maps.shape[0] == 2 ? maps.alias() : throw new NotSupportedException("broken"));

        LiveTensors.LeftBy(() => FluentActions.Invoking(() => IntegratedGradients.Explain(constant, _images)).Should()
            .Throw<InvalidOperationException>().WithMessage("network: its output has no gradient at the image.")).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => IntegratedGradients.Explain(broken, _images)).Should()
            .Throw<NotSupportedException>().WithMessage("broken")).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => Occlusion.Explain(broken, _images)).Should()
            .Throw<NotSupportedException>().WithMessage("broken")).Should().Be(0);
    }

    [Fact]
    internal void Occlusion_ConstantNetwork_IsZero()
    {
        using var constant = new OpaqueNetwork(maps => zeros_like(maps));
        using var actual = Occlusion.Explain(constant, _images);

        actual.Maps.data<float>().ToArray().Should().OnlyContain(value => value == 0).And.HaveCount(2 * 9 * 8);
    }

    [Fact]
    internal void Explain_WrongArguments_AreNamed()
    {
        FluentActions.Invoking(() => Occlusion.Explain(_network, _images, options: new OcclusionOptions { WindowSize = 9 })).Should()
            .Throw<ArgumentException>().WithMessage("WindowSize: expected at most the image's shorter side, 8, got 9.*");
        var sparse = new OcclusionOptions { WindowSize = 2, Stride = 3 };
        FluentActions.Invoking(() => Occlusion.Explain(_network, _images, options: sparse)).Should()
            .Throw<ArgumentException>().WithMessage("Stride: expected at most the square's side, 2, got 3.*");
        FluentActions.Invoking(() => new OcclusionOptions { WindowSize = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("WindowSize: must be 1 or more.*");
        FluentActions.Invoking(() => new OcclusionOptions { Stride = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Stride: must be 1 or more.*");
        FluentActions.Invoking(() => new OcclusionOptions { Fill = double.NaN }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Fill: must be a finite number.*");
        FluentActions.Invoking(() => new IntegratedGradientsOptions { Steps = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Steps: must be 1 or more.*");
        _network.train();
        FluentActions.Invoking(() => IntegratedGradients.Explain(_network, _images)).Should().Throw<InvalidOperationException>()
            .WithMessage("*training mode*");
    }

    private Explanations Explain(ExplanationCase given, int batchSize) => given.Method == nameof(Occlusion)
        ? Occlusion.Explain(_network, _images, given.Given, new OcclusionOptions
        {
            WindowSize = (int)given.Settings[0],
            Stride = (int)given.Settings[1],
            Fill = given.Settings[2],
            BatchSize = batchSize,
        })
        : IntegratedGradients.Explain(_network, _images, given.Given, new IntegratedGradientsOptions
        {
            Steps = (int)given.Settings[0],
            Baseline = given.Settings[1],
            BatchSize = batchSize,
        });

    private sealed class Shares : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}

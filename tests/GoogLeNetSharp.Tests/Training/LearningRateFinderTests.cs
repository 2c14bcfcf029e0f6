using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>The sweep of the learning rate: its losses, where it ends, and that it leaves the network as it was.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class LearningRateFinderTests
{
    private static readonly TrainerOptions Options = new()
    {
        BatchSize = 8,
        Optimizer = new OptimizerSettings.Sgd(0.1),
        Precision = TrainingPrecision.Float32,
    };

    private static readonly LearningRateFinderOptions Sweep = new()
    {
        SmallestRate = 1e-4,
        LargestRate = 1,
        Steps = 21,
        DivergenceFactor = null,
    };

    [Fact]
    internal void Run_Steps_RiseByOneFactorAcrossEpochs()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(40, seed: 1);      // five steps an epoch

        var curve = LearningRateFinder.Run(model, Options, training, Sweep);

        curve.Points.Should().HaveCount(21);
        curve.Diverged.Should().BeFalse();
        for (var i = 0; i < 21; i++)
        {
            curve.Points[i].Rate.Should().BeApproximately(Math.Pow(10, -4 + (i / 5.0)), 1e-12 + (1e-9 * curve.Points[i].Rate));
        }
    }

    [Fact]
    internal void Run_Losses_AreThoseOfPlainTrainingAtTheseRates()
    {
        using var thread = new OneThread();
        using var model = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(192, MemoryDataset.Classes)));
        using var training = MemoryDataset.Quadrants(8, seed: 1);       // one batch, so that order does not count
        var weights = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        var curve = LearningRateFinder.Run(model, Options with { Optimizer = new OptimizerSettings.Sgd(5, momentum: 0.9) },
            training, Sweep);

        var expected = PlainLosses(weights, training, curve.Points.Select(point => point.Rate));
        curve.Points.Select(point => point.Loss).Should().Equal(expected, (actual, loss) => Math.Abs(actual - loss) < 1e-4);
    }

    [Fact]
    internal void Run_SmoothedLosses_AreACorrectedMovingAverage()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(40, seed: 1);

        var points = LearningRateFinder.Run(model, Options, training, Sweep with { Smoothing = 0.5 }).Points;

        for (var i = 0; i < points.Count; i++)
        {
            var weights = Enumerable.Range(0, i + 1).Select(age => Math.Pow(0.5, i - age)).ToArray();
            points[i].SmoothedLoss.Should()
                .BeApproximately(weights.Zip(points, (weight, point) => weight * point.Loss).Sum() / weights.Sum(), 1e-9);
        }

        LearningRateFinder.Run(model, Options, training, Sweep with { Smoothing = 0 }).Points.Should()
            .OnlyContain(point => point.SmoothedLoss == point.Loss);
    }

    [Fact]
    internal void Run_Network_IsAsBeforeAndTrainsAsIfNothingHadBeen()
    {
        using var thread = new OneThread();
        using var training = MemoryDataset.Quadrants(40, seed: 1);
        using var model = MemoryDataset.Network();
        model.train();
        model.named_children().Single(entry => entry.name == "bn").module.eval();
        model.get_parameter("conv.bias")!.requires_grad = false;
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        LearningRateFinder.Run(model, Options with { MovingAverageDecay = 0.9 }, training,
            Sweep with { LargestRate = 100, DivergenceFactor = 4 });

        foreach (var (name, tensor) in model.state_dict()) tensor.equal(before[name]).all().item<bool>().Should().BeTrue(name);
        model.named_modules().Where(entry => !entry.module.training).Select(entry => entry.name).Should().Equal("bn");
        model.parameters().Select(parameter => parameter.grad).Should().AllSatisfy(gradient => (gradient is null).Should().BeTrue());
        model.get_parameter("conv.bias")!.requires_grad.Should().BeFalse();
        using var other = MemoryDataset.Network();
        other.get_parameter("conv.bias")!.requires_grad = false;
        Losses(model).Should().Equal(Losses(other));

        double[] Losses(nn.Module<Tensor, Tensor> network) =>
            [.. new Trainer(network, Options with { Epochs = 2 }).Fit(training).Epochs.Select(epoch => epoch.TrainingLoss)];
    }

    [Fact]
    internal void Run_LossDiverges_EndsAndSuggestsALowerRate()
    {
        using var model = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(192, MemoryDataset.Classes)));
        using var training = MemoryDataset.Quadrants(80, seed: 1);
        var options = Options with { Loss = (logits, _) => (logits - 3).pow(2).mean() };      // a bowl, which a step too long climbs

        var curve = LearningRateFinder.Run(model, options, training,
            new LearningRateFinderOptions { SmallestRate = 1e-6, LargestRate = 1e3, Smoothing = 0.8 });

        curve.Diverged.Should().BeTrue();
        curve.Points.Count.Should().BeLessThan(100);
        curve.Points[^1].SmoothedLoss.Should().BeGreaterThan(4 * curve.Points.Min(point => point.SmoothedLoss));
        curve.SuggestedRate.Should().BeInRange(1e-4, curve.Points[^1].Rate / 3);
    }

    [Fact]
    internal void Run_LossBecomesInfinite_IsDivergedAndRestored()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(80, seed: 1);
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var steps = 0;
        var options = Options with
        {
            Loss = (logits, labels) => nn.functional.cross_entropy(logits, labels) * (++steps > 15 ? float.NaN : 1),
        };

        var curve = LearningRateFinder.Run(model, options, training, Sweep);

        (curve.Diverged, curve.Points.Count).Should().Be((true, 15));
        foreach (var (name, tensor) in model.state_dict()) tensor.equal(before[name]).all().item<bool>().Should().BeTrue(name);
    }

    [Fact]
    internal void Run_FirstLossIsNotFinite_Throws()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        var options = Options with { Loss = (logits, labels) => nn.functional.cross_entropy(logits, labels) / 0 };

        FluentActions.Invoking(() => LearningRateFinder.Run(model, options, training)).Should().Throw<TrainingDivergedException>();
    }

    [Fact]
    internal void Run_Cancelled_ThrowsAndRestores()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(40, seed: 1);
        var before = model.get_parameter("fc.weight")!.clone();
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var options = Options with
        {
            Loss = (logits, labels) =>
            {
                if (++steps == 3) stop.Cancel();
                return nn.functional.cross_entropy(logits, labels);
            },
        };

        FluentActions.Invoking(() => LearningRateFinder.Run(model, options, training, Sweep, stop.Token)).Should()
            .Throw<OperationCanceledException>();

        steps.Should().Be(3);
        model.get_parameter("fc.weight")!.equal(before).all().item<bool>().Should().BeTrue();
        model.training.Should().BeTrue();
    }

    [Fact]
    internal void Run_WritesNoFilesAndLeavesNoTensors()
    {
        using var directory = new TemporaryDirectory();
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(40, seed: 1);
        var options = Options with
        {
            Checkpoints = new CheckpointOptions(directory["run"]),
            CsvFile = directory["a.csv"],
            TensorBoardDirectory = directory["board"],
        };
        LearningRateFinder.Run(model, options, training, Sweep);        // what is made once

        LiveTensors.LeftBy(() => LearningRateFinder.Run(model, options, training, Sweep)).Should().Be(0);

        Directory.GetFileSystemEntries(directory.Path).Should().BeEmpty();
    }

    [Fact]
    internal void Run_WrongArguments_SaysWhich()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);

        FluentActions.Invoking(() => LearningRateFinder.Run(model, Options, training,
            new LearningRateFinderOptions { SmallestRate = 1, LargestRate = 0.5 }))
            .Should().Throw<ArgumentException>().WithMessage("sweep: LargestRate must be above SmallestRate, 1, got 0.5.*");
        FluentActions.Invoking(() => LearningRateFinder.Run(model,
            Options with { Communicator = LocalCommunicator.Create(1)[0] }, training))
            .Should().Throw<ArgumentException>()
            .WithMessage("options: Communicator: must be null, because the finder runs in one process.*");
        FluentActions.Invoking(() => new LearningRateFinderOptions { Steps = 19 })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("Steps: must be 20 or more.*");
        FluentActions.Invoking(() => new LearningRateFinderOptions { DivergenceFactor = 1 })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("DivergenceFactor: must be a finite number above 1.*");
    }

    private static List<double> PlainLosses(Dictionary<string, Tensor> weights, MemoryDataset training, IEnumerable<double> rates)
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(192, MemoryDataset.Classes)));
        model.load_state_dict(weights);
        var images = stack(Enumerable.Range(0, 8).Select(i => training.GetTensor(i)[ImageDataset.ImageKey]));
        var labels = stack(Enumerable.Range(0, 8).Select(i => training.GetTensor(i)[ImageDataset.LabelKey]));
        using var optimizer = optim.SGD(model.parameters(), 1, momentum: 0.9);
        List<double> losses = [];
        foreach (var rate in rates)
        {
            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(images), labels);
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.step();
        }

        return losses;
    }
}

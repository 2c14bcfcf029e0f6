using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Checkpoints;

/// <summary>A training that was stopped and resumed against one that never was.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ResumeTests
{
    private static readonly TrainerOptions Sgd = new()
    {
        Epochs = 3,
        BatchSize = 5,
        AccumulationSteps = 2,
        Seed = 11,
        MovingAverageDecay = 0.8,
        LabelSmoothing = 0.1,
        ClipGradientNorm = 2,
        Optimizer = new OptimizerSettings.Sgd(0.2, nesterov: true, weightDecay: 1e-3),
        Schedule = new LearningRateSchedule.Cosine { WarmupEpochs = 0.5 },
    };

    private static readonly TrainerOptions AdamW = new()
    {
        Epochs = 3,
        BatchSize = 10,
        Seed = 12,
        Optimizer = new OptimizerSettings.AdamW(0.01),
        Schedule = new LearningRateSchedule.Poly(),
    };

    private static readonly TrainerOptions Weighted = Sgd with
    {
        LastBatch = LastBatch.Merge,
        Order = new TrainingOrder.Weighted(Enumerable.Range(1, 47).Select(index => (double)index)),
        ClassWeights = [1, 2, 0.5, 3],
        RestoreBest = true,
    };

    private static readonly TrainerOptions Grouped = Sgd with
    {
        Optimizer = new OptimizerSettings.AdamW(0.02) { DecaysNormsAndBiases = false },
        ParameterGroups = [new ParameterGroup("fc"), new ParameterGroup("") { RateFactor = 0.1 }],
        Schedule = new LearningRateSchedule.OneCycle(),
        Mixing = new BatchMixing.Mixup(),
    };

    private static readonly TrainerOptions Cut = Grouped with
    {
        Optimizer = new OptimizerSettings.Sgd(0.2) { DecaysNormsAndBiases = false, WeightDecay = 0.01 },
        Mixing = new BatchMixing.CutMix(),
        LoaderWorkers = 1,
    };

    /// <summary>Optimizer, and the step after which the training is stopped.</summary>
    public static TheoryData<string, int> Stops()
    {
        var data = new TheoryData<string, int>();
        foreach (var optimizer in new[] { "Sgd", "AdamW", "Weighted", "Grouped", "Cut" })
            // 5 steps an epoch: within, at the end, before the end
            foreach (var step in new[] { 1, 4, 5, 8, 14 }) data.Add(optimizer, step);
        return data;
    }

    [Theory]
    [MemberData(nameof(Stops))]
    internal void Fit_StoppedAndResumed_GivesTheLossesAndWeightsOfNeverHavingStopped(string optimizer, int stopAfter)
    {
        using var threads = new OneThread();
        using var directory = new TemporaryDirectory();
        var options = (optimizer switch { "Sgd" => Sgd, "AdamW" => AdamW, "Grouped" => Grouped, "Cut" => Cut, _ => Weighted }) with
        {
            Checkpoints = new CheckpointOptions(directory["whole"]),
        };
        using var expected = MemoryDataset.Network();
        var whole = new ProgressList();
        var wholeResult = Fit(expected, options, whole);

        var resumable = options with { Checkpoints = new CheckpointOptions(directory["parts"]) { Resume = true } };
        using var stopped = MemoryDataset.Network();
        using var cancellation = new CancellationTokenSource();
        var before = new ProgressList(progress => { if (progress.Step == stopAfter) cancellation.Cancel(); });
        FluentActions.Invoking(() => Fit(stopped, resumable, before, cancellation.Token)).Should().Throw<OperationCanceledException>();
        using var resumed = MemoryDataset.Network(seed: 99);
        var after = new ProgressList();
        var result = Fit(resumed, resumable with { LoaderWorkers = 3 }, after);

        before.StepLosses.Concat(after.StepLosses).Should().Equal(whole.StepLosses);
        result.Epochs.Should().Equal(wholeResult.Epochs);
        result.Validation!.Loss.Should().Be(wholeResult.Validation!.Loss);
        var weights = resumed.state_dict();
        foreach (var (name, weight) in expected.state_dict())
        {
            Bitwise.Same(weights[name], weight).Should().BeTrue("{0} is the same bit for bit", name);
        }
    }

    // The random steps of a transform are drawn by seed, epoch and index, whichever thread draws them.
    [Fact]
    internal void Fit_RandomTransformsStoppedAndResumedWithOtherLoaders_GivesTheLossesAndWeightsOfNeverHavingStopped()
    {
        using var threads = new OneThread();
        using var directory = new TemporaryDirectory();
        var transform = new ImageTransform([new TrivialAugment(), new RandAugment(), new RandomErasing { Probability = 0.8 }],
            Normalization.Gray);
        using var training = new MnistDataset("Training/FashionMnist", training: true, MnistVariant.FashionMnist, transform, seed: 5);
        using var expected = Network(1);
        using var stopped = Network(1);
        using var resumed = Network(2);
        var options = Grouped with
        {
            Epochs = 2,
            BatchSize = 40,
            ParameterGroups = [new ParameterGroup("fc2"), new ParameterGroup("") { RateFactor = 0.1 }],
            Mixing = new BatchMixing.CutMix(),
            LoaderWorkers = 1,
            Checkpoints = new CheckpointOptions(directory["whole"]),
        };
        var whole = new ProgressList();
        new Trainer(expected, options).Fit(training, progress: whole);

        var resumable = options with { LoaderWorkers = 4, Checkpoints = new CheckpointOptions(directory["parts"]) { Resume = true } };
        using var cancellation = new CancellationTokenSource();
        var before = new ProgressList(progress => { if (progress.Step == 7) cancellation.Cancel(); });
        FluentActions.Invoking(() => new Trainer(stopped, resumable).Fit(training, progress: before, cancellationToken: cancellation.Token))
            .Should().Throw<OperationCanceledException>();
        var after = new ProgressList();
        new Trainer(resumed, resumable with { LoaderWorkers = 2 }).Fit(training, progress: after);

        before.StepLosses.Concat(after.StepLosses).Should().Equal(whole.StepLosses).And.HaveCount(10);
        var weights = resumed.state_dict();
        foreach (var (name, weight) in expected.state_dict())
        {
            Bitwise.Same(weights[name], weight).Should().BeTrue("{0} is the same bit for bit", name);
        }

        static LeNet Network(int seed)
        {
            manual_seed(seed).Dispose();
            return new LeNet();
        }
    }

    [Fact]
    internal void Fit_ResumedAfterTheEnd_ReturnsTheResultAndDoesNothing()
    {
        using var directory = new TemporaryDirectory();
        var options = AdamW with { Epochs = 1, Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true } };
        using var model = MemoryDataset.Network();
        var first = Fit(model, options, new ProgressList());
        using var other = MemoryDataset.Network(seed: 2);
        var progress = new ProgressList();

        var again = Fit(other, options, progress);

        progress.Should().BeEmpty();
        again.Epochs.Should().Equal(first.Epochs);
        again.Validation!.Loss.Should().BeApproximately(first.Validation!.Loss, 1e-6);
    }

    [Fact]
    internal void Fit_GoogLeNetResumed_GivesTheSameWeights()
    {
        using var threads = new OneThread();
        using var directory = new TemporaryDirectory();
        using var training = new ShapesDataset(12, size: 16);
        var options = new TrainerOptions
        {
            Epochs = 1,
            BatchSize = 4,
            Checkpoints = new CheckpointOptions(directory["run"]) { EverySteps = 2, Resume = true },
        };
        using var expected = new GoogLeNet(GoogLeNetOptions.Cifar);
        new Trainer(expected, options).Fit(training);
        File.Delete(directory["run/step-0000000003.safetensors"]);
        using var resumed = new GoogLeNet(GoogLeNetOptions.Cifar);
        var progress = new ProgressList();

        new Trainer(resumed, options).Fit(training, progress: progress);

        progress.Select(report => report.Step).Should().Equal(3);
        var weights = resumed.state_dict();
        foreach (var (name, weight) in expected.state_dict())
        {
            Bitwise.Same(weights[name], weight).Should().BeTrue("{0} is the same bit for bit", name);
        }
    }

    private static TrainingResult Fit(
        nn.Module<Tensor, Tensor> model, TrainerOptions options, IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken = default)
    {
        using var training = MemoryDataset.Quadrants(47, seed: 1);
        using var validation = MemoryDataset.Quadrants(12, seed: 2);
        return new Trainer(model, options).Fit(training, validation, progress, cancellationToken);
    }
}

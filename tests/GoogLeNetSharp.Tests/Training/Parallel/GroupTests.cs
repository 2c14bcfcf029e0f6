using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Parallel;

/// <summary>What a group of processes does together besides computing: files, resumption, errors, cancellation.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class GroupTests
{
    private static readonly TrainerOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 8,
        Seed = 3,
        MovingAverageDecay = 0.9,
        Optimizer = new OptimizerSettings.Sgd(0.05),
    };

    [Fact]
    internal void Fit_RunTwice_GivesTheSameBits()
    {
        var options = Options with { Precision = TrainingPrecision.BFloat16 };
        var first = LocalTraining.Fit(3, options, images: 40, LocalTraining.Blocks);
        var second = LocalTraining.Fit(3, options, images: 40, LocalTraining.Blocks);

        foreach (var (_, weights) in first.Concat(second).Skip(1))
        {
            foreach (var (name, tensor) in first[0].Weights)
            {
                Bitwise.Same(weights[name], tensor).Should().BeTrue("{0} is the same on all", name);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Fit_MixedPrecisionOrPlainNorm_ComesNearOneProcess(bool synchronized)
    {
        var options = Options with { Precision = TrainingPrecision.BFloat16, SynchronizedBatchNorm = synchronized };
        var one = LocalTraining.Fit(1, options, images: 64, () => MemoryDataset.Network())[0].Result;
        var three = LocalTraining.Fit(3, options, images: 64, () => MemoryDataset.Network())[0].Result;

        three.Epochs[^1].TrainingLoss.Should().BeApproximately(one.Epochs[^1].TrainingLoss, synchronized ? 0.01 : 0.2);
    }

    [Fact]
    internal void Fit_PlainNorm_DiffersFromSynchronized()
    {
        var synchronized = LocalTraining.Fit(2, Options, images: 40, LocalTraining.Blocks);
        var plain = LocalTraining.Fit(2, Options with { SynchronizedBatchNorm = false }, images: 40, LocalTraining.Blocks);

        LocalTraining.Difference(synchronized[0].Weights, plain[0].Weights).Should().BeGreaterThan(1e-3);
        LocalTraining.Difference(plain[0].Weights, plain[1].Weights).Should().Be(0);
    }

    [Fact]
    internal void Fit_NetworksThatDiffer_StartFromProcess0()
    {
        var seed = 0;
        var results = LocalTraining.Fit(2, Options, images: 40, () => MemoryDataset.Network(Interlocked.Increment(ref seed)));

        LocalTraining.Difference(results[0].Weights, results[1].Weights).Should().Be(0);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 1)]
    [InlineData(2, 3)]
    internal void Fit_ResumedWithAnotherNumberOfProcesses_EndsAsOneThatNeverStopped(int before, int after)
    {
        using var directory = new TemporaryDirectory();
        var options = Options with
        {
            AccumulationSteps = 2,
            Optimizer = new OptimizerSettings.AdamW(0.01),
            RestoreBest = true,
            Schedule = new LearningRateSchedule.Constant(),
            Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true },
            CsvFile = directory["run.csv"],
        };
        var expected = LocalTraining.Fit(1, options with { Checkpoints = null, CsvFile = null }, images: 40, LocalTraining.Blocks)[0];

        LocalTraining.Fit(before, options with { Epochs = 2 }, images: 40, LocalTraining.Blocks);
        var resumed = LocalTraining.Fit(after, options, images: 40, LocalTraining.Blocks);

        foreach (var (result, weights) in resumed)
        {
            result.Epochs.Count.Should().Be(4);
            LocalTraining.Difference(expected.Weights, weights).Should().BeLessThan(1e-4);
        }

        resumed[0].Result.LastCheckpoint.Should().Be(Path.Combine(directory["run"], "step-0000000012.safetensors"));
        resumed.Skip(1).Count(other => other.Result.LastCheckpoint is not null).Should().Be(0);
        File.ReadLines(directory["run.csv"]).Should().HaveCount(1 + 12 + 4, "process 0 alone writes");
    }

    [Fact]
    internal void Fit_OneProcessFails_EndsAllWithItsMessage()
    {
        var outcomes = LocalTraining.Try<TrainingResult>(3, communicator =>
        {
            using var training = new FailingDataset(MemoryDataset.Quadrants(40, seed: 1), communicator.Rank == 1 ? 20 : int.MaxValue);
            using var model = LocalTraining.Make(LocalTraining.Blocks);
            return new Trainer(model, Options with { Communicator = communicator, LoaderWorkers = 1 }).Fit(training);
        });

        outcomes[1].Error.Should().BeOfType<InvalidDataException>().Which.Message.Should().Be("image 20 is broken");
        foreach (var rank in new[] { 0, 2 })
        {
            outcomes[rank].Error.Should().BeOfType<IOException>()
                .Which.Message.Should().StartWith("Process 1 of 3 failed: System.IO.InvalidDataException: image 20 is broken");
        }
    }

    [Fact]
    internal void Fit_OneProcessIsCancelled_StopsAllAfterTheSameStep()
    {
        var outcomes = LocalTraining.Try<TrainingResult>(2, communicator =>
        {
            using var training = MemoryDataset.Quadrants(40, seed: 1);
            using var model = LocalTraining.Make(LocalTraining.Blocks);
            using var cancellation = new CancellationTokenSource();
            var progress = new ProgressList(report => { if (report.Step == 7) cancellation.Cancel(); });
            return new Trainer(model, Options with { Communicator = communicator })
                .Fit(training, progress: progress, cancellationToken: cancellation.Token);
        });

        foreach (var (_, error) in outcomes) error.Should().BeOfType<TrainingCanceledException>().Which.Result.Steps.Should().Be(7);
    }

    [Fact]
    internal void Fit_LossDiverges_ThrowsTheSameOnAll()
    {
        var outcomes = LocalTraining.Try<TrainingResult>(2, communicator =>
        {
            using var training = MemoryDataset.Quadrants(40, seed: 1);
            using var model = LocalTraining.Make(LocalTraining.Blocks);
            var options = Options with
            {
                Communicator = communicator,
                Loss = (output, labels) => communicator.Rank == 1 ? output.sum() * float.NaN : output.sum(),
            };
            return new Trainer(model, options).Fit(training);
        });

        foreach (var (_, error) in outcomes)
        {
            error.Should().BeOfType<TrainingDivergedException>().Which.Message.Should().Contain("the loss became NaN");
        }
    }

    [Fact]
    internal void Fit_OtherOptionsOnOneProcess_AreNamed()
    {
        var outcomes = LocalTraining.Try<TrainingResult>(2, communicator =>
        {
            using var training = MemoryDataset.Quadrants(communicator.Rank == 0 ? 40 : 39, seed: 1);
            using var model = LocalTraining.Make(LocalTraining.Blocks);
            return new Trainer(model, Options with { Communicator = communicator }).Fit(training);
        });

        outcomes[1].Error.Should().BeOfType<InvalidOperationException>().Which.Message.Should()
            .StartWith("Process 1 of 2 was started with other settings than process 0. Process 0: {").And.Contain("\"Images\":40")
            .And.Contain("\"Images\":39");
        outcomes[0].Error.Should().BeOfType<IOException>();
    }

    [Theory]
    [InlineData(3, 4,
        "training: 43 images and BatchSize 8 make a batch of 3, too few for 4 processes. Set BatchSize or LastBatch, or start fewer "
        + "processes.")]
    [InlineData(4, 4,
        "training: a batch of 4 images leaves one image to one of 4 processes, and batch norm \"norm\" would get a 1 x 1 map of it, "
        + "which it cannot be trained with. "
        + "Give each process two images or more: set BatchSize or LastBatch, or start fewer processes.")]
    internal void Fit_TooFewImagesForTheProcesses_IsRefusedBeforeStep1(int last, int processes, string message)
    {
        var outcomes = LocalTraining.Try<TrainingResult>(processes, communicator =>
        {
            using var training = MemoryDataset.Quadrants(40 + last, seed: 1);
            using var model = nn.Sequential(
                ("pool", nn.AdaptiveAvgPool2d(1)), ("norm", nn.BatchNorm2d(3)), ("flatten", nn.Flatten()),
                ("fc", nn.Linear(3, MemoryDataset.Classes)));
            return new Trainer(model, Options with { Communicator = communicator }).Fit(training);
        });

        outcomes.Select(outcome => outcome.Error).OfType<ArgumentException>().Should()
            .Contain(error => error.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    internal void Fit_WithFewerImagesToValidateThanProcesses_CountsEachOnce()
    {
        var results = LocalTraining.Run(3, communicator =>
        {
            using var training = MemoryDataset.Quadrants(40, seed: 1);
            using var validation = MemoryDataset.Quadrants(2, seed: 1);
            using var model = LocalTraining.Make(LocalTraining.Blocks);
            var trainer = new Trainer(model, Options with { Communicator = communicator });
            trainer.Fit(training, validation);
            return trainer.Evaluate(validation);
        });

        results.Should().OnlyContain(result => result.Images == 2 && result.Confusion.Classes == MemoryDataset.Classes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Fit_SeveralProcesses_LeavesNoTensors(bool synchronized)
    {
        using var training = MemoryDataset.Quadrants(40, seed: 1);
        using var first = LocalTraining.Make(LocalTraining.Blocks);
        using var second = LocalTraining.Make(LocalTraining.Blocks);

        LiveTensors.LeftBy(() => LocalTraining.Run(2, communicator =>
        {
            var options = Options with { Communicator = communicator, SynchronizedBatchNorm = synchronized, RestoreBest = true };
            return new Trainer(communicator.Rank == 0 ? first : second, options).Fit(training, training).Steps;
        })).Should().Be(0);
    }

    private sealed class FailingDataset(MemoryDataset images, int failing) : utils.data.Dataset
    {
        public override long Count => images.Count;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            index == failing
                ? throw new InvalidDataException(FormattableString.Invariant($"image {index} is broken"))
                : images.GetTensor(index);
    }
}

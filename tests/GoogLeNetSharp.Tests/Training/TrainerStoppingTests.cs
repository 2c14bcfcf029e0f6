using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Trainings that end before their last epoch: cancelled, or stopped as they no longer get better.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainerStoppingTests
{
    private static readonly TrainerOptions Quick = new() { Epochs = 6, BatchSize = 8, Optimizer = new OptimizerSettings.Sgd(0.1) };

    // For a network that knows the colours, and a training set with wrong labels: the first validation is the best.
    private static readonly TrainerOptions Unlearning = new()
    {
        Epochs = 8,
        BatchSize = 4,
        Optimizer = new OptimizerSettings.Sgd(4, momentum: 0),
        Schedule = new LearningRateSchedule.Constant(),
    };

    private static NamedDataset Wrong => new(["green", "red", "white", "blue"], [.. Colours, .. Colours]);

    private static NamedDataset Right => new(null, Colours);

    private static string[] Colours => ["red", "green", "blue", "white"];

    [Fact]
    internal void Fit_Cancelled_CarriesTheResultAndLeavesEvaluationMode()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressList(report => { if (report.Step == 4) cancellation.Cancel(); });

        var error = FluentActions.Invoking(() => new Trainer(model, Quick).Fit(training, training, progress, cancellation.Token))
            .Should().Throw<TrainingCanceledException>().Which;

        error.Message.Should().Be("The training was cancelled at step 4.");
        error.CancellationToken.Should().Be(cancellation.Token);
        error.Should().BeAssignableTo<OperationCanceledException>();
        error.Result.End.Should().Be(TrainingEnd.Cancelled);
        error.Result.Steps.Should().Be(4);
        error.Result.Epochs.Should().ContainSingle().Which.Top1.Should().NotBeNull();
        error.Result.Validation.Should().BeNull("the weights have moved on since the validation");
        model.training.Should().BeFalse();
        model.named_modules().Should().OnlyContain(entry => !entry.module.training);
    }

    [Fact]
    internal void Fit_CancelledBeforeTheFirstStep_CarriesAnEmptyResult()
    {
        using var directory = new TemporaryDirectory();
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        var options = Quick with { Checkpoints = new CheckpointOptions(directory["run"]) };

        var result = FluentActions.Invoking(() => new Trainer(model, options).Fit(training, cancellationToken: new CancellationToken(true)))
            .Should().Throw<TrainingCanceledException>().Which.Result;

        (result.Steps, result.Epochs.Count, result.LastCheckpoint, result.BestCheckpoint).Should().Be((0L, 0, null, null));
        Directory.GetFiles(directory["run"]).Should().BeEmpty();
    }

    [Fact]
    internal void Fit_CancelledWithAnAverage_LeavesTheAverageInTheNetwork()
    {
        using var directory = new TemporaryDirectory();
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressList(report => { if (report.Step == 4) cancellation.Cancel(); });
        var options = Quick with { MovingAverageDecay = 0.5, Checkpoints = new CheckpointOptions(directory["run"]) };

        var result = FluentActions.Invoking(() => new Trainer(model, options)
            .Fit(training, progress: progress, cancellationToken: cancellation.Token))
            .Should().Throw<TrainingCanceledException>().Which.Result;

        using var saved = MemoryDataset.Network(seed: 3);
        Checkpoint.LoadWeights(saved, result.LastCheckpoint!);
        ShouldBeAlike(model, saved);
    }

    [Fact]
    internal void Fit_CancelledInTheValidation_CarriesTheResult()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        using var cancellation = new CancellationTokenSource();
        using var validation = new Cancelling(cancellation);

        var result = FluentActions.Invoking(() => new Trainer(model, Quick).Fit(training, validation, null, cancellation.Token))
            .Should().Throw<TrainingCanceledException>().Which.Result;

        (result.Steps, result.Epochs.Count, result.Validation).Should().Be((1L, 0, null));
        model.training.Should().BeFalse();
    }

    [Fact]
    internal void Fit_RestoreBest_EndsWithTheWeightsOfTheBestValidation()
    {
        using var model = NamedDataset.Network();
        using var training = Wrong;
        using var validation = Right;
        var trainer = new Trainer(model, Unlearning with { RestoreBest = true });

        var result = trainer.Fit(training, validation);

        var best = result.Epochs.Max(epoch => epoch.Top1);
        best.Should().BeGreaterThan(result.Epochs[^1].Top1!.Value, "it has unlearned");
        result.Validation!.Top1.Should().Be(best);
        trainer.Evaluate(validation).Top1.Should().Be(best);
    }

    [Fact]
    internal void Fit_RestoreBestCancelled_HasTheBestWeightsToo()
    {
        using var model = NamedDataset.Network();
        using var training = Wrong;
        using var validation = Right;
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressList(report => { if (report is { Epoch: 6, Validation: null }) cancellation.Cancel(); });
        var trainer = new Trainer(model, Unlearning with { RestoreBest = true });

        var result = FluentActions.Invoking(() => trainer.Fit(training, validation, progress, cancellation.Token))
            .Should().Throw<TrainingCanceledException>().Which.Result;

        var best = result.Epochs.Max(epoch => epoch.Top1);
        best.Should().BeGreaterThan(result.Epochs[^1].Top1!.Value);
        result.Validation!.Top1.Should().Be(best);
        trainer.Evaluate(validation).Top1.Should().Be(best);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]
    internal void Fit_RestoreBestResumed_HasTheBestWeightsOfBeforeTheStop(double? average)
    {
        using var directory = new TemporaryDirectory();
        using var training = Wrong;
        using var validation = Right;
        var options = Unlearning with
        {
            RestoreBest = true,
            MovingAverageDecay = average,
            Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true, KeepBest = false },
        };
        using var whole = NamedDataset.Network();
        var expected = new Trainer(whole, options with { Checkpoints = null }).Fit(training, validation);
        using var stopped = NamedDataset.Network();
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressList(report => { if (report is { Epoch: 7, Validation: null }) cancellation.Cancel(); });
        FluentActions.Invoking(() => new Trainer(stopped, options).Fit(training, validation, progress, cancellation.Token)).Should()
            .Throw<TrainingCanceledException>();
        using var resumed = NamedDataset.Network();

        var result = new Trainer(resumed, options).Fit(training, validation);

        result.Validation!.Top1.Should().Be(expected.Validation!.Top1);
        result.Epochs.Should().Equal(expected.Epochs);
        ShouldBeAlike(resumed, whole);
    }

    [Fact]
    internal void Fit_EarlyStopping_EndsAfterItsPatience()
    {
        using var directory = new TemporaryDirectory();
        using var model = NamedDataset.Network();
        using var training = Wrong;
        using var validation = Right;
        var options = Unlearning with
        {
            Epochs = 30,
            EarlyStopping = new EarlyStopping(patience: 3),
            Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true },
        };

        var result = new Trainer(model, options).Fit(training, validation);

        result.End.Should().Be(TrainingEnd.StoppedEarly);
        var best = result.Epochs.MaxBy(epoch => epoch.Top1)!.Epoch;
        result.Epochs.Should().HaveCount(best + 3).And.HaveCountLessThan(30);
        model.training.Should().BeFalse();

        var progress = new ProgressList();
        new Trainer(model, options).Fit(training, validation, progress).End.Should().Be(TrainingEnd.StoppedEarly);
        progress.Should().BeEmpty("a training that was stopped is not trained on when it is resumed");
        new Trainer(model, options with { EarlyStopping = null, Epochs = best + 4 }).Fit(training, validation, progress).End.Should()
            .Be(TrainingEnd.Completed);
        progress.Should().NotBeEmpty();
    }

    [Fact]
    internal void Fit_OptionsThatNeedAValidationSet_SayWhich()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);

        FluentActions.Invoking(() => new Trainer(model, Quick with { RestoreBest = true }).Fit(training)).Should()
            .Throw<ArgumentException>()
            .WithMessage("validation: RestoreBest needs a validation set, got none. (Parameter 'validation')");
        FluentActions.Invoking(() => new Trainer(model, Quick with { EarlyStopping = new EarlyStopping(2) }).Fit(training)).Should()
            .Throw<ArgumentException>()
            .WithMessage("validation: EarlyStopping needs a validation set, got none. (Parameter 'validation')");
        FluentActions.Invoking(() => new EarlyStopping(0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Patience: must be 1 or more.*");
    }

    [Fact]
    internal void Fit_Stopped_LeavesNoTensorAlive()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(40, seed: 1);
        var options = Quick with
        {
            RestoreBest = true,
            EarlyStopping = new EarlyStopping(1),
            MovingAverageDecay = 0.5,
            ClassWeights = [1, 2, 3, 4],
        };
        void Fit()
        {
            using var cancellation = new CancellationTokenSource();
            var progress = new ProgressList(report => { if (report.Step == 12) cancellation.Cancel(); });
            FluentActions.Invoking(() => new Trainer(model, options with { EarlyStopping = null })
                .Fit(training, training, progress, cancellation.Token))
                .Should().Throw<TrainingCanceledException>();
            new Trainer(model, options).Fit(training, training);
        }

        Fit();

        LiveTensors.LeftBy(Fit).Should().Be(0);
    }

    private static void ShouldBeAlike(nn.Module actual, nn.Module expected)
    {
        var weights = actual.state_dict();
        foreach (var (name, weight) in expected.state_dict())
        {
            Bitwise.Same(weights[name], weight).Should().BeTrue("{0} is the same bit for bit", name);
        }
    }

    private sealed class Cancelling(CancellationTokenSource cancellation) : utils.data.Dataset
    {
        public override long Count => 100;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            cancellation.Cancel();
            return new() { [ImageDataset.ImageKey] = zeros(3, 8, 8), [ImageDataset.LabelKey] = tensor(0L) };
        }
    }
}

using GoogLeNetSharp.Tests.Training.Parallel;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Callbacks after steps and epochs: when they are called, and that they end a training.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainingCallbackTests
{
    private static readonly TrainerOptions Quick = new() { Epochs = 3, BatchSize = 8, Optimizer = new OptimizerSettings.Sgd(0.1) };

    [Fact]
    internal void Fit_WithCallbacks_CallsThemAfterEveryStepAndEpoch()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        var calls = new List<string>();
        var options = Quick with { Epochs = 2, Callbacks = Telling(calls) };

        var result = new Trainer(model, options).Fit(training, training);

        calls.Should().Equal("step 1", "step 2", "step 3", "epoch 1", "step 4", "step 5", "step 6", "epoch 2");
        result.End.Should().Be(TrainingEnd.Completed);
    }

    [Fact]
    internal void Fit_StoppedAfterAnEpoch_MeasuresAndKeepsIt()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);

        var result = new Trainer(model, Quick with { Callbacks = StopAfterEpoch(2) }).Fit(training, training);

        (result.End, result.Steps, result.Epochs.Count).Should().Be((TrainingEnd.Stopped, 6L, 2));
        result.Validation!.Top1.Should().Be(result.Epochs[1].Top1);
        model.training.Should().BeFalse();
        result.ToString().Should().StartWith("Stopped; epochs: 2, steps: 6");
    }

    [Theory]
    [InlineData(4, 1)]      // within the second epoch
    [InlineData(6, 2)]      // at its end, which is done with its validation
    internal void Fit_StoppedAfterAStep_MeasuresTheWeightsThatItLeaves(long step, int epochs)
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);

        var trainer = new Trainer(model, Quick with { Callbacks = StopAfterStep(step) });
        var result = trainer.Fit(training, training);

        (result.End, result.Steps, result.Epochs.Count).Should().Be((TrainingEnd.Stopped, step, epochs));
        result.Validation!.Loss.Should().Be(trainer.Evaluate(training).Loss);
    }

    [Fact]
    internal void Fit_StoppedAfterTheLastEpoch_IsCompleted()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);

        new Trainer(model, Quick with { Callbacks = StopAfterEpoch(3) }).Fit(training).End.Should().Be(TrainingEnd.Completed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal void Fit_ResumedAfterAStop_GivesTheBitsOfNeverHavingStopped(bool withinAnEpoch)
    {
        using var one = new OneThread();
        using var directory = new TemporaryDirectory();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        var options = Quick with { Precision = TrainingPrecision.Float32 };
        using var whole = MemoryDataset.Network();
        var expected = new Trainer(whole, options).Fit(training, training);

        var kept = options with { Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true } };
        using var first = MemoryDataset.Network();
        new Trainer(first, kept with { Callbacks = withinAnEpoch ? StopAfterStep(4) : StopAfterEpoch(1) }).Fit(training, training)
            .End.Should().Be(TrainingEnd.Stopped);
        using var second = MemoryDataset.Network(seed: 2);
        var result = new Trainer(second, kept).Fit(training, training);

        result.Epochs.Should().Equal(expected.Epochs);
        foreach (var (name, tensor) in whole.state_dict()) Bitwise.Same(second.state_dict()[name], tensor).Should().BeTrue(name);
    }

    [Fact]
    internal void Fit_CallbackThrows_ItsExceptionComesOut()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        var callbacks = new TrainingCallbacks { StepCompleted = _ => throw new InvalidOperationException("mine") };

        FluentActions.Invoking(() => new Trainer(model, Quick with { Callbacks = callbacks }).Fit(training))
            .Should().Throw<InvalidOperationException>().WithMessage("mine");
    }

    [Fact]
    internal void Fit_TwoProcesses_CallsOnOneAndStopsBoth()
    {
        var calls = new List<string>();

        var results = LocalTraining.Run(2, communicator =>
        {
            using var model = LocalTraining.Make(() => MemoryDataset.Network());
            using var training = MemoryDataset.Quadrants(24, seed: 1);
            var callbacks = Telling(calls) with { EpochCompleted = _ => TrainingSignal.Stop };
            return new Trainer(model, Quick with { Callbacks = callbacks, Communicator = communicator }).Fit(training);
        });

        results.Should().OnlyContain(result => result.End == TrainingEnd.Stopped && result.Steps == 3);
        calls.Should().Equal("step 1", "step 2", "step 3");
    }

    [Fact]
    internal void ToString_Callbacks_SaysWhichAreSet() => StopAfterEpoch(1).ToString()
        .Should().Be("TrainingCallbacks { StepCompleted = , EpochCompleted = set }");

    private static TrainingCallbacks Telling(List<string> calls) => new()
    {
        StepCompleted = progress => Tell(calls, $"step {progress.Step}"),
        EpochCompleted = epoch => Tell(calls, $"epoch {epoch.Epoch}"),
    };

    private static TrainingSignal Tell(List<string> calls, string call)
    {
        calls.Add(call);
        return TrainingSignal.Continue;
    }

    private static TrainingCallbacks StopAfterStep(long step) =>
        new() { StepCompleted = progress => progress.Step == step ? TrainingSignal.Stop : TrainingSignal.Continue };

    private static TrainingCallbacks StopAfterEpoch(int last) =>
        new() { EpochCompleted = epoch => epoch.Epoch == last ? TrainingSignal.Stop : TrainingSignal.Continue };
}

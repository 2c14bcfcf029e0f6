using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Training settings: defaults, checks, warm-up.</summary>
public sealed class SettingsTests
{
    [Fact]
    internal void Step_ByDefault_IsThePapers() =>
        new LearningRateSchedule.Step().Should().Be(new LearningRateSchedule.Step(everyEpochs: 8, factor: 0.96));

    [Fact]
    internal void Warmup_OfTwoEpochs_RisesInALineToTheSchedule()
    {
        var schedule = new LearningRateSchedule.Constant { WarmupEpochs = 2 };

        Enumerable.Range(0, 6).Select(step => schedule.Factor(step, stepsPerEpoch: 2, epochs: 3)).Should().Equal(0.2, 0.4, 0.6, 0.8, 1, 1);
    }

    [Fact]
    internal void Settings_OutOfRange_NameTheSettingAndTheRange()
    {
        Check(() => new TrainerOptions { Epochs = 0 }, "Epochs: must be 1 or more.", "Epochs", 0);
        Check(() => new TrainerOptions { BatchSize = 0 }, "BatchSize: must be 1 or more.", "BatchSize", 0);
        Check(() => new TrainerOptions { AccumulationSteps = -1 }, "AccumulationSteps: must be 1 or more.", "AccumulationSteps", -1);
        Check(() => new TrainerOptions { LoaderWorkers = 0 }, "LoaderWorkers: must be 1 or more.", "LoaderWorkers", 0);
        Check(() => new TrainerOptions { ClipGradientNorm = 0 }, "ClipGradientNorm: must be above 0.", "ClipGradientNorm", 0);
        Check(() => new TrainerOptions { LabelSmoothing = 1 }, "LabelSmoothing: must be in [0, 1).", "LabelSmoothing", 1);
        Check(() => new TrainerOptions { AuxiliaryWeight = -0.5 }, "AuxiliaryWeight: must be 0 or more.", "AuxiliaryWeight", -0.5);
        Check(() => new TrainerOptions { MovingAverageDecay = 1 }, "MovingAverageDecay: must be in [0, 1).", "MovingAverageDecay", 1);
        Check(() => new TrainerOptions { Precision = (TrainingPrecision)7 }, "Precision: must be one of Float32, BFloat16, Auto.", "Precision", 7);
        Check(() => new OptimizerSettings.Sgd(0), "LearningRate: must be above 0.", "LearningRate", 0);
        Check(() => new OptimizerSettings.Sgd(double.NaN), "LearningRate: must be above 0.", "LearningRate", "NaN");
        Check(() => new OptimizerSettings.Sgd(momentum: 1), "Momentum: must be in [0, 1).", "Momentum", 1);
        Check(() => new OptimizerSettings.AdamW(weightDecay: -1), "WeightDecay: must be 0 or more.", "WeightDecay", -1);
        Check(() => new OptimizerSettings.AdamW(eps: 0), "Eps: must be above 0.", "Eps", 0);
        Check(() => new LearningRateSchedule.Cosine { WarmupEpochs = -1 }, "WarmupEpochs: must be 0 or more.", "WarmupEpochs", -1);
        Check(() => new LearningRateSchedule.Step(everyEpochs: 0), "EveryEpochs: must be 1 or more.", "EveryEpochs", 0);
        Check(() => new CheckpointOptions("x") { KeepLast = 0 }, "KeepLast: must be 1 or more.", "KeepLast", 0);
        Check(() => new CheckpointOptions("x") { EverySteps = 0 }, "EverySteps: must be 1 or more.", "EverySteps", 0);

        static void Check(Func<object> make, string message, string parameter, object value) =>
            make.Should().Throw<ArgumentOutOfRangeException>().Which.Message.Should().Be(
                FormattableString.Invariant($"{message} (Parameter '{parameter}')\nActual value was {value}."));
    }

    [Fact]
    internal void Sgd_NesterovWithoutMomentum_Throws() =>
        FluentActions.Invoking(() => new OptimizerSettings.Sgd(0.1, momentum: 0, nesterov: true)).Should().Throw<ArgumentException>()
            .WithMessage("nesterov: needs momentum above 0, got 0. (Parameter 'nesterov')");
}

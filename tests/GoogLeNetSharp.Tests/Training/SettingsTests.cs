using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Training settings: defaults, checks, warm-up.</summary>
public sealed class SettingsTests
{
    [Fact]
    internal void Step_ByDefault_IsThePapers() =>
        new LearningRateSchedule.Step().Should().Be(new LearningRateSchedule.Step(everyEpochs: 8, factor: 0.96));

    // torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1, total_steps=12, cycle_momentum=False) of PyTorch 1.13: get_last_lr() of each
    // step; then with pct_start=0.25, div_factor=10, final_div_factor=100.
    [Theory]
    [InlineData(
        0.3, 25, 1e4, new[] { 0.04, 0.3497896542195831, 0.8792851591221287, 0.9944154354509117, 0.9330129698414117, 0.811745653949763,
            0.6473789976951033, 0.46263710266697505,
        0.28306099820869923, 0.1334775301888306, 0.03456698742539522, 4e-06 })]
    [InlineData(
        0.25, 10, 100, new[] { 0.1, 0.55, 1, 0.9698764640825612, 0.8831391993379295, 0.75025, 0.5872372647446318, 0.41376273525536833,
            0.2507500000000001, 0.11786080066207054,
        0.031123535917438796, 0.001 })]
    internal void OneCycle_TwelveSteps_IsPyTorchs(double rise, double startDivisor, double endDivisor, double[] expected)
    {
        var schedule = new LearningRateSchedule.OneCycle(rise, startDivisor, endDivisor);

        var factors = Enumerable.Range(0, 12).Select(step => schedule.Factor(step, stepsPerEpoch: 4, epochs: 3)).ToArray();

        for (var step = 0; step < 12; step++) factors[step].Should().BeApproximately(expected[step], 1e-12);
    }

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
        Check(() => new TrainerOptions { Precision = (TrainingPrecision)7 }, "Precision: must be one of Float32, BFloat16, Auto.",
            "Precision", 7);
        Check(() => new OptimizerSettings.Sgd(0), "LearningRate: must be above 0.", "LearningRate", 0);
        Check(() => new OptimizerSettings.Sgd(double.NaN), "LearningRate: must be above 0.", "LearningRate", "NaN");
        Check(() => new OptimizerSettings.Sgd(momentum: 1), "Momentum: must be in [0, 1).", "Momentum", 1);
        Check(() => new OptimizerSettings.AdamW(weightDecay: -1), "WeightDecay: must be 0 or more.", "WeightDecay", -1);
        Check(() => new OptimizerSettings.AdamW(eps: 0), "Eps: must be above 0.", "Eps", 0);
        Check(() => new LearningRateSchedule.Cosine { WarmupEpochs = -1 }, "WarmupEpochs: must be 0 or more.", "WarmupEpochs", -1);
        Check(() => new LearningRateSchedule.Step(everyEpochs: 0), "EveryEpochs: must be 1 or more.", "EveryEpochs", 0);
        Check(() => new LearningRateSchedule.OneCycle(rise: 1), "Rise: must be in (0, 1).", "Rise", 1);
        Check(() => new LearningRateSchedule.OneCycle(startDivisor: 0), "StartDivisor: must be above 0.", "StartDivisor", 0);
        Check(() => new ParameterGroup("fc") { RateFactor = 0 }, "RateFactor: must be above 0.", "RateFactor", 0);
        Check(() => new ParameterGroup("fc") { WeightDecay = -1 }, "WeightDecay: must be 0 or more.", "WeightDecay", -1);
        Check(() => new BatchMixing.Mixup(0), "Alpha: must be above 0.", "Alpha", 0);
        Check(() => new RandomErasing { Probability = 2 }, "Probability: must be in [0, 1].", "Probability", 2);
        Check(() => new RandomErasing { MinArea = 0 }, "MinArea: must be in (0, 1].", "MinArea", 0);
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

using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Training;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>The trainer: what it learns, reports, refuses and leaves behind.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainerTests
{
    private static readonly TrainerOptions Quick = new() { Epochs = 3, BatchSize = 16, Optimizer = new OptimizerSettings.Sgd(0.1) };

    [Fact]
    internal void Fit_ImagesThatCanBeTold_LearnsThemAndReportsEveryStep()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(120, seed: 1);
        using var validation = MemoryDataset.Quadrants(40, seed: 2);
        var progress = new ProgressList();

        var result = new Trainer(model, Quick with { Epochs = 8 }).Fit(training, validation, progress);

        result.Validation!.Top1.Should().BeGreaterThan(0.95);
        result.Steps.Should().Be(64);       // 8 steps of 16 images, the last of 8
        result.Epochs.Select(epoch => epoch.Epoch).Should().Equal(Enumerable.Range(1, 8));
        result.Epochs[^1].Top1.Should().Be(result.Validation.Top1);
        result.Epochs[^1].TrainingLoss.Should().BeLessThan(result.Epochs[0].TrainingLoss);
        (result.LastCheckpoint, result.BestCheckpoint).Should().Be((null, null));

        progress.Where(report => report.Validation is null).Select(report => report.Step).Should()
            .Equal(Enumerable.Range(1, 64).Select(step => (long)step));
        progress.Where(report => report.Validation is not null).Select(report => (report.Epoch, report.Step)).Should()
            .Equal(Enumerable.Range(1, 8).Select(epoch => (epoch, epoch * 8L)));
        progress.Should().OnlyContain(report => report.Epochs == 8 && report.Steps == 64 && report.ImagesPerSecond > 0);
        progress[0].LearningRate.Should().Be(0.1);
        progress[0].Remaining.Should().BePositive();
        progress[^1].Remaining.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    internal void Fit_GoogLeNetWithHeadsInMixedPrecision_TrainsThemAndKeepsParametersInFloat32()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { AuxiliaryHeads = true });
        using var before = model.AuxiliaryHeads[0].Module.Fc2.weight!.detach().clone();
        using var training = new ShapesDataset(8, size: 32);
        var options = new TrainerOptions { Epochs = 1, BatchSize = 4, Precision = TrainingPrecision.BFloat16 };

        new Trainer(model, options).Fit(training).Epochs[0].TrainingLoss.Should().BeInRange(1, 10);

        model.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.Float32);
        var conv3 = ((ConvBlock)model.Stages[2].Module).Conv.weight;
        conv3.stride().Should().Equal([576L, 1, 192, 64], "a 192 x 64 x 3 x 3 weight lies channels-last");
        Bitwise.Same(model.AuxiliaryHeads[0].Module.Fc2.weight!, before).Should().BeFalse();
    }

    [Fact]
    internal void Fit_AuxiliaryWeight0_LeavesTheHeadsAlone()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { AuxiliaryHeads = true });
        using var before = model.AuxiliaryHeads[0].Module.Fc2.weight!.detach().clone();
        using var training = new ShapesDataset(4, size: 16);

        new Trainer(model, new TrainerOptions { Epochs = 1, BatchSize = 4, AuxiliaryWeight = 0, ClipGradientNorm = 1 }).Fit(training);

        Bitwise.Same(model.AuxiliaryHeads[0].Module.Fc2.weight!, before).Should().BeTrue();
    }

    [Fact]
    internal void Fit_FrozenParameters_StayAsTheyWere()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(32, seed: 1);
        var frozen = model.named_parameters().First();
        frozen.parameter.requires_grad = false;
        using var before = frozen.parameter.detach().clone();

        new Trainer(model, Quick).Fit(training);

        Bitwise.Same(frozen.parameter, before).Should().BeTrue();
    }

    [Fact]
    internal void Fit_SameSeed_GivesTheSameLosses_AnotherSeedOthers()
    {
        double[] Losses(long seed)
        {
            using var model = MemoryDataset.Network();
            using var training = MemoryDataset.Quadrants(48, seed: 1);
            var progress = new ProgressList();
            new Trainer(model, Quick with { Seed = seed }).Fit(training, progress: progress);
            return [.. progress.StepLosses];
        }

        Losses(5).Should().Equal(Losses(5)).And.NotEqual(Losses(6));
    }

    [Fact]
    internal void Fit_ImageDataset_IsToldTheEpoch()
    {
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 10));
        using var training = new ShapesDataset(10, size: 8);
        var epochs = new List<int>();

        new Trainer(model, Quick).Fit(training, progress: new ProgressList(_ => epochs.Add(training.Epoch)));

        epochs.Should().Equal(0, 1, 2);
    }

    [Fact]
    internal void Fit_HundredSteps_LeavesNoTensorAlive()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(100, seed: 1);
        using var validation = MemoryDataset.Quadrants(10, seed: 2);
        var options = Quick with { Epochs = 10, BatchSize = 5, AccumulationSteps = 2, ClipGradientNorm = 1, MovingAverageDecay = 0.9 };
        new Trainer(model, options with { Epochs = 1 }).Fit(training, validation);

        LiveTensors.LeftBy(() => new Trainer(model, options).Fit(training, validation)).Should().Be(0);
        LiveTensors.LeftBy(() => new Trainer(model, options with { Optimizer = new OptimizerSettings.AdamW() }).Fit(training, validation))
            .Should().Be(0);
        var live = new List<long>();
        new Trainer(model, options).Fit(training, progress: new ProgressList(_ => live.Add(Tensor.TotalCount)));
        (live[^1] - live[19]).Should().BeInRange(-30, 30, "live tensors do not grow with the steps, but for those of a batch being loaded");
    }

    [Fact]
    internal void Fit_LossBecomesNaN_StopsBeforeTheUpdateAndNamesStepRateAndCheckpoint()
    {
        using var directory = new TemporaryDirectory();
        using var model = MemoryDataset.Network();
        using var broken = new MemoryDataset(full([4, 3, 8, 8], float.NaN), zeros(4, ScalarType.Int64));
        var options = new TrainerOptions { Checkpoints = new CheckpointOptions(directory["run"]) };

        var error = FluentActions.Invoking(() => new Trainer(model, options).Fit(broken)).Should().Throw<TrainingDivergedException>().Which;

        error.Message.Should().Be(
            "Training stopped: the loss became NaN at step 1, learning rate 0.01. Last good checkpoint: none. A lower rate, warm-up or "
            + "gradient clipping may help.");
        (error.Step, error.LearningRate, error.LastCheckpoint).Should().Be((1L, 0.01, null));
        model.parameters().Should().OnlyContain(parameter => parameter.isfinite().all().item<bool>());
    }

    [Fact]
    internal void Fit_ValidationLossBecomesNaN_StopsToo()
    {
        using var directory = new TemporaryDirectory();
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(32, seed: 1);
        using var broken = new MemoryDataset(full([4, 3, 8, 8], float.NaN), zeros(4, ScalarType.Int64));
        var options = Quick with { Checkpoints = new CheckpointOptions(directory["run"]) { EverySteps = 1 } };

        FluentActions.Invoking(() => new Trainer(model, options).Fit(training, broken)).Should().Throw<TrainingDivergedException>()
            .WithMessage(
            $"Training stopped: the validation loss became NaN at step 2, learning rate *. Last good checkpoint: "
            + $"{Path.Combine(directory["run"], "step-0000000002.safetensors")}. *");
    }

    [Fact]
    internal void Fit_RateFarTooHigh_NamesTheLastGoodCheckpoint()
    {
        using var directory = new TemporaryDirectory();
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 4));
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        var options = new TrainerOptions
        {
            Epochs = 100,
            BatchSize = 8,
            Optimizer = new OptimizerSettings.Sgd(1e38),
            Schedule = new LearningRateSchedule.Constant { WarmupEpochs = 3 },
            Checkpoints = new CheckpointOptions(directory["run"]) { EverySteps = 1 },
        };

        var error = FluentActions.Invoking(() => new Trainer(model, options).Fit(training)).Should()
            .Throw<TrainingDivergedException>().Which;

        error.LastCheckpoint.Should().NotBeNull();
        using var other = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 4));
        Checkpoint.LoadWeights(other, error.LastCheckpoint!);
        other.parameters().Should().OnlyContain(parameter => parameter.isfinite().all().item<bool>());
    }

    [Fact]
    internal void Fit_AtItsEnd_LeavesTheNetworkInEvaluationMode_AndAfterAnErrorAsItWas()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        using var broken = new Broken();
        foreach (var mode in new[] { false, true })
        {
            model.train(mode);
            new Trainer(model, Quick).Fit(training, training);
            model.training.Should().BeFalse();

            model.train(mode);
            FluentActions.Invoking(() => new Trainer(model, Quick).Fit(broken)).Should().Throw<InvalidDataException>();
            model.training.Should().Be(mode);
        }
    }

    [Fact]
    internal void Fit_UnfitDatasetOrModel_SaysWhat()
    {
        using var model = MemoryDataset.Network();
        using var none = new MemoryDataset(zeros(0, 3, 8, 8), zeros(0, ScalarType.Int64));
        using var strange = new MemoryDataset(zeros(2, 3, 8, 8), tensor([0L, 9]));
        using var fit = MemoryDataset.Quadrants(8, seed: 1);
        var trainer = new Trainer(model, Quick);

        trainer.Invoking(t => t.Fit(none)).Should().Throw<ArgumentException>()
            .WithMessage("training: expected at least one image, got none. (Parameter 'training')");
        trainer.Invoking(t => t.Fit(fit, none)).Should().Throw<ArgumentException>()
            .WithMessage("validation: expected at least one image, got none. (Parameter 'validation')");
        trainer.Invoking(t => t.Fit(strange)).Should().Throw<ArgumentException>()
            .WithMessage("targets: expected class indices from 0 to 3, got 9. (Parameter 'targets')");
        trainer.Invoking(t => t.Fit(new OtherKeys())).Should().Throw<ArgumentException>()
            .WithMessage("dataset: expected items with \"image\" and \"label\", got \"data\".");
        foreach (var parameter in model.parameters()) parameter.requires_grad = false;
        trainer.Invoking(t => t.Fit(fit)).Should().Throw<ArgumentException>()
            .WithMessage("model: has no parameters to train; all are frozen, or there are none. (Parameter 'model')");
    }

    [Fact]
    internal void Fit_DatasetThrows_LetsItsErrorThrough()
    {
        using var model = MemoryDataset.Network();
        using var broken = new Broken();

        FluentActions.Invoking(() => new Trainer(model, Quick).Fit(broken)).Should().Throw<InvalidDataException>()
            .WithMessage("image 2 is broken");
    }

    [Fact]
    internal void Fit_WithALogger_LogsStartStepsAndEpochs()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(32, seed: 1);
        var logger = new ListLogger();

        new Trainer(model, Quick with { Epochs = 2 }, logger).Fit(training, training);

        logger.Lines.Should().HaveCount(7);
        logger.Lines[0].Should().Be("Information: Training 372 parameters on 32 images: 2 epochs of 2 steps, from step 0");
        logger.Lines[1].Should().StartWith("Debug: Step 1/4, epoch 1: loss ");
        logger.Lines[3].Should().StartWith("Information: Epoch 1/2: training loss ");
    }

    [Fact]
    internal void Fit_FoldersWithBrokenImages_LogsHowManyWereSkipped()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a/1.png", "b/1.png" }) folder.Copy(ImageFixture.PathOf("rgb.png"), name);
        var broken = folder.Copy(ImageFixture.PathOf("truncated.jpg"), "a/2.jpg");
        using var images = new ImageFolderDataset(folder.Path, Preprocessing.Centre(8, 8, Normalization.ImageNet));
        using var model = MemoryDataset.Network();
        var logger = new ListLogger();

        new Trainer(model, Quick with { Epochs = 1 }, logger).Fit(images, images);

        logger.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)).Should()
            .Equal(Enumerable.Repeat($"Warning: Skipped 1 broken images of 3 so far, the first {broken}", 2),
                "for training and for validation");
    }

    private sealed class OtherKeys : utils.data.Dataset
    {
        public override long Count => 2;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = zeros(3, 8, 8) };
    }

    private sealed class Broken : utils.data.Dataset
    {
        public override long Count => 4;

        public override Dictionary<string, Tensor> GetTensor(long index) => index == 2
            ? throw new InvalidDataException("image 2 is broken")
            : new() { [ImageDataset.ImageKey] = zeros(3, 8, 8), [ImageDataset.LabelKey] = tensor(0L) };
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}

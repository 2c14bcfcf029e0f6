using System.Diagnostics;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using Spectre.Console;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Trains a network with progress on the console, and writes weights and charts.</summary>
internal sealed class Session(Settings settings, DataSource data, IAnsiConsole console)
{
    public void Run(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        if (!settings.Resume && settings.HasCheckpoints)
        {
            throw new InvalidOperationException(
                $"{settings.Output} holds the checkpoints of a training: go on with --resume, or give another directory with --output.");
        }

        manual_seed(settings.Seed ?? 0).Dispose();
        using var model = Network();
        var trainer = new Trainer(model, Options(), new ConsoleLogger(console));
        var options = trainer.Options;
        console.WriteLine(Text(
            $"{data.Training.Count} images to train on, {data.Validation.Count} to validate on, {data.Training.Classes.Count} classes; ")
            + Text($"{options.Precision}, {options.Epochs} epochs of batches of {options.BatchSize}."));
        var result = Train(trainer, cancellationToken);

        var weights = Path.Combine(settings.Output, "weights.safetensors");
        model.SaveWeights(weights, ClassifierMetadata.Write(new Labels(data.Training.Classes), data.Evaluation));
        Charts.WriteCurves(Path.Combine(settings.Output, "curves.png"), result.Epochs);
        Charts.WriteConfusion(Path.Combine(settings.Output, "confusion.png"), result.Validation!.Confusion, data.Training.Classes);
        console.WriteLine($"Validation: {result.Validation}.");
        console.WriteLine($"Written to {settings.Output}: weights.safetensors, curves.png, confusion.png, training.csv, checkpoints.");
        console.WriteLine(Text($"Done in {clock.Elapsed.TotalSeconds:F0} s."));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private GoogLeNet Network()
    {
        var preset = settings.Preset ?? data.Recipe.Preset;
        var options = settings.Weights is null
            ? GoogLeNetOptions.ForPreset(preset) : GoogLeNetOptions.ForWeights(settings.Weights, preset);
        var model = new GoogLeNet(options with
        {
            NumClasses = data.Training.Classes.Count,
            TransformInput = settings.TransformInput ?? options.TransformInput,
        });
        if (settings.Weights is not null)
        {
            model.LoadWeights(
                settings.Weights,
                new LoadWeightsOptions { Classifier = ClassifierLoading.LoadIfSameClasses, OptionalAuxiliaryHeads = true });
        }

        if (settings.Freeze is not null) model.Freeze(settings.Freeze);
        return model;
    }

    private TrainerOptions Options()
    {
        var recipe = data.Recipe;
        var (rate, decay) = (settings.Rate ?? recipe.Rate, settings.WeightDecay ?? recipe.WeightDecay);
        var warmup = settings.Warmup ?? recipe.Warmup;
        return new TrainerOptions
        {
            Epochs = settings.Epochs ?? recipe.Epochs,
            BatchSize = settings.Batch ?? recipe.Batch,
            AccumulationSteps = settings.Accumulate ?? 1,
            LastBatch = settings.LastBatch ?? LastBatch.Keep,
            Order = settings.Balanced ? new TrainingOrder.Balanced() : new TrainingOrder.Shuffled(),
            EarlyStopping = settings.Patience is { } patience ? new EarlyStopping(patience) : null,
            RestoreBest = settings.Patience is not null,
            Optimizer = (settings.Optimizer ?? recipe.Optimizer) switch
            {
                OptimizerName.AdamW => new OptimizerSettings.AdamW(rate, weightDecay: decay),
                var name => new OptimizerSettings.Sgd(rate, nesterov: name == OptimizerName.Nesterov, weightDecay: decay),
            },
            Schedule = (settings.Schedule ?? ScheduleName.Cosine) switch
            {
                ScheduleName.Constant => new LearningRateSchedule.Constant { WarmupEpochs = warmup },
                ScheduleName.Step => new LearningRateSchedule.Step { WarmupEpochs = warmup },
                ScheduleName.Poly => new LearningRateSchedule.Poly { WarmupEpochs = warmup },
                _ => new LearningRateSchedule.Cosine { WarmupEpochs = warmup },
            },
            ClipGradientNorm = settings.Clip,
            LabelSmoothing = settings.LabelSmoothing ?? 0,
            MovingAverageDecay = settings.Average,
            Precision = settings.Precision ?? TrainingPrecision.Auto,
            Device = cuda.is_available() ? CUDA : CPU,
            Seed = settings.Seed ?? 0,
            Checkpoints = new CheckpointOptions(settings.Checkpoints) { Resume = settings.Resume, EverySteps = settings.CheckpointEvery },
            CsvFile = Path.Combine(settings.Output, "training.csv"),
            TensorBoardDirectory = Path.Combine(settings.Output, "tensorboard"),
        };
    }

    private TrainingResult Train(Trainer trainer, CancellationToken cancellationToken)
    {
        return console.Progress().Columns(ProgressLine.Columns()).Start(context =>
        {
            var task = context.AddTask("starting");
            return trainer.Fit(data.Training, data.Validation, new SameThread(progress => Show(task, progress)), cancellationToken);
        });
    }

    private void Show(ProgressTask task, TrainingProgress progress)
    {
        (task.MaxValue, task.Value) = (progress.Steps, progress.Step);
        task.Description = ProgressLine.Text(progress, console.Profile.Width);
        if (progress.Validation is not { } validation) return;
        console.MarkupLine(Text(
            $"epoch {progress.Epoch}: validation loss {validation.Loss:F3}, top-1 [green]{100 * validation.Top1:F1}%[/], ")
            + Text($"top-5 {100 * validation.Top5:F1}%"));
    }

    // Progress<T> would report on other threads, in any order.
    private sealed class SameThread(Action<TrainingProgress> show) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => show(value);
    }
}

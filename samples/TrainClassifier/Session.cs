using System.Diagnostics;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
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
                $"{settings.Output} contains the checkpoints of a training: resume with --resume, or set another directory with --output.");
        }

        manual_seed(settings.Seed ?? 0).Dispose();
        var (model, features) = Networks.Make(settings, data);
        using var network = model;
        DescribeLastMap(features, model);
        if (settings.FindRate)
        {
            FindRate(model, cancellationToken);
            return;
        }

        var trainer = new Trainer(model, Options(model), new ConsoleLogger(console));
        var options = trainer.Options;
        console.WriteLine(Text(
            $"{data.Training.Count} images to train on, {data.Validation.Count} to validate on, {data.Classes.Count} classes; ")
            + Text($"{options.Precision}, {options.Epochs} epochs of batches of {options.BatchSize}."));
        var result = Train(trainer, cancellationToken);

        var weights = Path.Combine(settings.Output, "weights.safetensors");
        model.SaveWeights(weights, ClassifierMetadata.Write(new Labels(data.Classes), data.Evaluation));
        TrainingCharts.Curves(result.Epochs).Save(Path.Combine(settings.Output, "curves.png"));
        TrainingCharts.Confusion(result.Validation!.Confusion, data.Classes).Save(Path.Combine(settings.Output, "confusion.png"));
        if (settings.Report is { } report) Report(trainer, result, model).Save(report);
        console.WriteLine($"Validation: {result.Validation}.");
        console.WriteLine($"Written to {settings.Output}: weights.safetensors, curves.png, confusion.png, training.csv, checkpoints.");
        if (settings.Report is not null) console.WriteLine($"Report: {settings.Report}.");
        console.WriteLine(Text($"Done in {clock.Elapsed.TotalSeconds:F0} s."));
    }

    private TrainingReport Report(Trainer trainer, TrainingResult result, Block model) => new(result, trainer.Options)
    {
        Title = $"{model.GetName()} on {settings.DataName}",
        Classes = data.Classes,
        Misjudged = trainer.FindMisjudged(data.Validation),
        Facts =
        [
            new("Network", Text($"{model.GetName()}, {model.parameters().Sum(parameter => parameter.numel()):N0} parameters")),
            new("Images", Text(
                $"{data.Training.Count:N0} to train on, {data.Validation.Count:N0} to validate on, ",
                $"{data.Size} x {data.Size} pixels")),
        ],
    };

    private static string Text(params FormattableString[] parts) => string.Concat(parts.Select(FormattableString.Invariant));

    private void FindRate(Block model, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Output);
        var curve = LearningRateFinder.Run(model, Options(model), data.Training, cancellationToken: cancellationToken);
        var file = Path.Combine(settings.Output, "learning-rate.png");
        curve.Draw().Save(file);
        console.WriteLine(curve.SuggestedRate is { } rate
            ? Text($"Suggestion: --rate {rate:G2}.")
            : "No suggestion: the loss never decreases.");
        console.WriteLine(
            Text($"{curve.Points.Count} steps from {curve.Points[0].Rate:G2} to {curve.Points[^1].Rate:G2}; ",
                $"the curve is written to {file}."));
    }

    // the classifier sees only what the pools leave of a small image
    private void DescribeLastMap(Func<Tensor, Tensor> features, Block model)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.eval();
        var channels = data.Evaluation.Normalization.Channels;
        var (map, parameters) = (features(zeros(1, channels, data.Size, data.Size)).shape,
            model.parameters().Sum(parameter => parameter.numel()));
        model.train();
        console.WriteLine(
            Text($"{model.GetName()}, {parameters:N0} parameters: images {channels} x {data.Size} x {data.Size}, last map {map[1]} x ",
                $"{map[2]} x {map[3]}."));
        if (map[2] * map[3] > 1) return;
        console.WriteLine(
            "Warning: the pools leave a single pixel of the image. Deep networks made for large images train badly on small ones, "
            + "especially without batch norm "
            + "(docs/training.md, \"Small images and pooling\"); use fewer pools or a network for small images.");
    }

    private TrainerOptions Options(Block model)
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
                ScheduleName.OneCycle => new LearningRateSchedule.OneCycle(),
                ScheduleName.Poly => new LearningRateSchedule.Poly { WarmupEpochs = warmup },
                _ => new LearningRateSchedule.Cosine { WarmupEpochs = warmup },
            },
            ParameterGroups = settings.BackboneRate is { } share
                ? [new ParameterGroup(ClassifierOf(model)), new ParameterGroup("") { RateFactor = share }] : null,
            Mixing = settings.Mixup is { } alpha ? new BatchMixing.Mixup(alpha) : null,
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

    private static string ClassifierOf(Block model) =>
        model.named_modules().First(entry => ReferenceEquals(entry.module, ((IClassifierNetwork)model).Classifier)).name;

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

    // Progress<T> would report on other threads, in arbitrary order
    private sealed class SameThread(Action<TrainingProgress> show) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => show(value);
    }
}

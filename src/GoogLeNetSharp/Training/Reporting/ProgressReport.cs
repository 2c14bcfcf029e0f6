using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace GoogLeNetSharp.Training;

/// <summary>Reports progress to the callback, the log, CSV and TensorBoard, and measures time.</summary>
internal sealed class ProgressReport : IDisposable
{
    private const double NewestShare = 0.1;     // weight in the running mean of the time per image

    private readonly TrainerOptions _options;
    private readonly EpochPlan _plan;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly ILogger _logger;
    private readonly TrainingCsv? _csv;
    private readonly TrainingBoard? _board;
    private readonly Stopwatch _watch = new();
    private double _secondsPerImage;
    private double _secondsPerValidation;

    public ProgressReport(TrainerOptions options, EpochPlan plan, TrainingState state, IProgress<TrainingProgress>? progress,
        ILogger logger)
    {
        (_options, _plan, _progress, _logger) = (options, plan, progress, logger);
        if (options.TensorBoardDirectory is { } directory) _board = new TrainingBoard(directory);
        string[] metrics = [.. options.Metrics?.Select(metric => metric.Name) ?? []];
        if (options.CsvFile is { } file) _csv = new TrainingCsv(file, state.Step, validated: state.StepInEpoch < plan.Steps, metrics);
    }

    /// <summary>Starts the clock, excluding setup.</summary>
    public void StartEpoch() => _watch.Restart();

    public TrainingProgress Step(TrainingState state, long images)
    {
        var seconds = _watch.Elapsed.TotalSeconds / images;
        _secondsPerImage = _secondsPerImage == 0 ? seconds : _secondsPerImage + (NewestShare * (seconds - _secondsPerImage));
        var progress = Tell(state, validation: null);
        TrainingLog.Stepped(
            _logger, progress.Step, progress.Steps, progress.Epoch, progress.Loss, progress.LearningRate, progress.ImagesPerSecond,
            progress.Remaining);
        _watch.Restart();
        return progress;
    }

    public void Validated(TrainingState state, ValidationResult result)
    {
        _secondsPerValidation = _watch.Elapsed.TotalSeconds;
        Tell(state, result);
    }

    public void Dispose() => _csv?.Dispose();

    private TrainingProgress Tell(TrainingState state, ValidationResult? validation)
    {
        var steps = _plan.Steps * _options.Epochs;
        var imagesLeft = ((_options.Epochs - state.Epoch) * _plan.ImagesPerEpoch) - state.ImagesSeen;
        var validationsLeft = _options.Epochs - state.Epoch - (validation is null ? 0 : 1);
        var remaining = TimeSpan.FromSeconds((imagesLeft * _secondsPerImage) + (validationsLeft * _secondsPerValidation));
        var imagesPerSecond = _secondsPerImage == 0 ? 0 : 1 / _secondsPerImage;
        var progress = new TrainingProgress(
            state.Epoch + 1, _options.Epochs, state.Step, steps, state.LastLoss, state.LastLearningRate, imagesPerSecond, remaining,
            validation);
        _csv?.Write(progress);
        _board?.Write(progress);
        _progress?.Report(progress);
        return progress;
    }
}

using Microsoft.Extensions.Logging;

namespace GoogLeNetSharp.Training;

/// <summary>Log messages of a training.</summary>
internal static partial class TrainingLog
{
    [LoggerMessage(1, LogLevel.Information,
        "Training {Parameters} parameters on {Images} images: {Epochs} epochs of {StepsPerEpoch} steps, from step {Step}")]
    public static partial void Started(ILogger logger, long parameters, long images, int epochs, long stepsPerEpoch, long step);

    [LoggerMessage(2, LogLevel.Debug,
        "Step {Step}/{Steps}, epoch {Epoch}: loss {Loss}, learning rate {LearningRate}, {ImagesPerSecond} images/s, {Remaining} left")]
    public static partial void Stepped(
        ILogger logger, long step, long steps, int epoch, double loss, double learningRate, double imagesPerSecond, TimeSpan remaining);

    [LoggerMessage(3, LogLevel.Information,
        "Epoch {Epoch}/{Epochs}: training loss {TrainingLoss}, validation loss {ValidationLoss}, top-1 {Top1}, top-5 {Top5}")]
    public static partial void EpochEnded(
        ILogger logger, int epoch, int epochs, double trainingLoss, double? validationLoss, double? top1, double? top5);

    [LoggerMessage(4, LogLevel.Debug, "Saved checkpoint {Path}")]
    public static partial void Saved(ILogger logger, string path);

    [LoggerMessage(5, LogLevel.Information, "Going on from checkpoint {Path}")]
    public static partial void Resumed(ILogger logger, string path);

    [LoggerMessage(6, LogLevel.Warning, "Checkpoint {Path} is damaged and skipped: {Reason}")]
    public static partial void Damaged(ILogger logger, string path, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Skipped {Skipped} broken images of {Images} so far, the first {Path}")]
    public static partial void ImagesSkipped(ILogger logger, int skipped, long images, string path);

    [LoggerMessage(9, LogLevel.Warning,
        "{Path} is not the checkpoint of this training's best top-1 accuracy, {Top1}; only later results are kept as best")]
    public static partial void BestLost(ILogger logger, string path, double top1);

    [LoggerMessage(10, LogLevel.Warning, "{Path} is not the best checkpoint of this training and has been renamed to {Aside}")]
    public static partial void MovedAside(ILogger logger, string path, string aside);

    [LoggerMessage(11, LogLevel.Information, "Training stopped after epoch {Epoch}: no new best top-1 accuracy for {Patience} epochs")]
    public static partial void StoppedEarly(ILogger logger, int epoch, int patience);

    [LoggerMessage(12, LogLevel.Warning,
        "{Dataset} holds a {Images} with random steps, but the epoch does not reach that where the items are loaded: "
        + "every epoch sees the same pixels; let {Dataset} implement IEpochDataset")]
    public static partial void NoEpochArrives(ILogger logger, string dataset, string images);

    [LoggerMessage(13, LogLevel.Information, "Training stopped by a callback at step {Step}")]
    public static partial void Stopped(ILogger logger, long step);

    [LoggerMessage(14, LogLevel.Information, "Epoch {Epoch}: {Metrics}")]
    public static partial void Measured(ILogger logger, int epoch, IReadOnlyDictionary<string, double> metrics);

    [LoggerMessage(7, LogLevel.Information, "Training cancelled at step {Step}")]
    public static partial void Cancelled(ILogger logger, long step);
}

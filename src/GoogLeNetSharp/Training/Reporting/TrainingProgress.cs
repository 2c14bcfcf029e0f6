namespace GoogLeNetSharp.Training;

/// <summary>The progress of a training, reported after each step and each validation.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Total number of epochs.</param>
/// <param name="Step">Optimizer steps done, counted over all epochs.</param>
/// <param name="Steps">Total number of optimizer steps.</param>
/// <param name="Loss">Loss of the step, including auxiliary heads and label smoothing.</param>
/// <param name="LearningRate">Rate of the step.</param>
/// <param name="ImagesPerSecond">Recent number of images per second.</param>
/// <param name="Remaining">Estimated remaining time, including validations.</param>
/// <param name="Validation">The validation at the end of the epoch, or null in reports of steps.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long Steps,
    double Loss,
    double LearningRate,
    double ImagesPerSecond,
    TimeSpan Remaining,
    ValidationResult? Validation);

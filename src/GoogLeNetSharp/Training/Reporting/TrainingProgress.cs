namespace GoogLeNetSharp.Training;

/// <summary>Where a training stands: reported after every step, and once more after every validation.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Optimizer steps done, counted over all epochs.</param>
/// <param name="Steps">Optimizer steps in all.</param>
/// <param name="Loss">Loss of the step, auxiliary heads and label smoothing included.</param>
/// <param name="LearningRate">Rate of the step.</param>
/// <param name="ImagesPerSecond">Images trained per second lately.</param>
/// <param name="Remaining">Time to the end at that speed, validations included.</param>
/// <param name="Validation">The validation at the end of the epoch, in the report that follows it; null in those of the steps.</param>
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

namespace GoogLeNetSharp.Training;

/// <summary>A step of a sweep of the learning rate.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Loss">Loss of the step, before its update.</param>
/// <param name="SmoothedLoss">Exponential moving average of the losses up to here, with the correction of its start.</param>
public sealed record LearningRatePoint(double Rate, double Loss, double SmoothedLoss);

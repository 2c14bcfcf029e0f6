namespace GoogLeNetSharp.Training;

/// <summary>A step of a learning-rate sweep.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Loss">Loss of the step, before its update.</param>
/// <param name="SmoothedLoss">Bias-corrected exponential moving average of the losses up to this step.</param>
public sealed record LearningRatePoint(double Rate, double Loss, double SmoothedLoss);

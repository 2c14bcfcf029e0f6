namespace GoogLeNetSharp.Training;

/// <summary>Options for <see cref="LearningRateFinder"/>. The defaults are those of fastai and PyTorch Lightning.</summary>
public sealed record LearningRateFinderOptions
{
    /// <summary>The first rate, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public double SmallestRate { get; init => field = TrainingRequire.AboveZero(value, nameof(SmallestRate)); } = 1e-7;

    /// <summary>The last rate, above <see cref="SmallestRate"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public double LargestRate { get; init => field = TrainingRequire.AboveZero(value, nameof(LargestRate)); } = 10;

    /// <summary>Number of steps, 20 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 20.</exception>
    public int Steps
    {
        get;
        init => field = value >= LearningRateFinder.FewestSteps ? value : throw new ArgumentOutOfRangeException(
            nameof(Steps), value, $"Steps: must be {LearningRateFinder.FewestSteps} or more.");
    } = 100;

    /// <summary>Weight of previous losses in the smoothed loss, in [0, 1); 0 disables smoothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public double Smoothing { get; init => field = Require.Probability(value, nameof(Smoothing)); } = 0.98;

    /// <summary>Ratio to the smallest smoothed loss at which the sweep stops, above 1; null to continue to the last rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 1 or not finite.</exception>
    public double? DivergenceFactor
    {
        get;
        init => field = value is null or > 1 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(
            nameof(DivergenceFactor), value, "DivergenceFactor: must be a finite number above 1.");
    } = 4;
}

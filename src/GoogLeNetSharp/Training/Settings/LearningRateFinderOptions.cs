namespace GoogLeNetSharp.Training;

/// <summary>The settings of <see cref="LearningRateFinder"/>, changed with <c>with { ... }</c>: fastai's and PyTorch Lightning's unless
/// set.</summary>
public sealed record LearningRateFinderOptions
{
    /// <summary>The first rate, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
    public double SmallestRate { get; init => field = TrainingRequire.AboveZero(value, nameof(SmallestRate)); } = 1e-7;

    /// <summary>The last rate, above <see cref="SmallestRate"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
    public double LargestRate { get; init => field = TrainingRequire.AboveZero(value, nameof(LargestRate)); } = 10;

    /// <summary>Steps from the first rate to the last, 20 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 20.</exception>
    public int Steps
    {
        get;
        init => field = value >= LearningRateFinder.FewestSteps ? value : throw new ArgumentOutOfRangeException(
            nameof(Steps), value, $"Steps: must be {LearningRateFinder.FewestSteps} or more.");
    } = 100;

    /// <summary>Share of the losses before in the smoothed loss, in [0, 1); 0 does not smooth.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Smoothing { get; init => field = Require.Probability(value, nameof(Smoothing)); } = 0.98;

    /// <summary>How many times the smallest smoothed loss ends the sweep, above 1; null to go on to the last rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 1 or below, or not finite.</exception>
    public double? DivergenceFactor
    {
        get;
        init => field = value is null or > 1 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(
            nameof(DivergenceFactor), value, "DivergenceFactor: must be a finite number above 1.");
    } = 4;
}

namespace GoogLeNetSharp.Explaining;

/// <summary>Options for <see cref="IntegratedGradients"/>.</summary>
public sealed record IntegratedGradientsOptions
{
    /// <summary>Number of points on the path, 1 or more. With more points, the sum of a map approaches the change of the logit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Steps { get; init => field = (int)Require.Positive(value, nameof(Steps)); } = 50;

    /// <summary>Value of all pixels of the baseline image; 0 is the mean color of normalized images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double Baseline { get; init => field = Finite(value, nameof(Baseline)); }

    /// <summary>Number of points per forward pass, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = (int)Require.Positive(value, nameof(BatchSize)); } = 16;

    internal static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be a finite number.");
}

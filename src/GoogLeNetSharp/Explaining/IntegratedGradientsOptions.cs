namespace GoogLeNetSharp.Explaining;

/// <summary>The path of <see cref="IntegratedGradients"/>.</summary>
public sealed record IntegratedGradientsOptions
{
    /// <summary>Points on the path at which the gradient is taken, 1 or more. More points make the sum of a map closer to the rise of
    /// the logit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Steps { get; init => field = (int)Require.Positive(value, nameof(Steps)); } = 50;

    /// <summary>The number of the image that shows nothing, where the path starts; 0 is the mean colour of normalised images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not finite.</exception>
    public double Baseline { get; init => field = Finite(value, nameof(Baseline)); }

    /// <summary>How many points go through the network at once, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int BatchSize { get; init => field = (int)Require.Positive(value, nameof(BatchSize)); } = 16;

    internal static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be a finite number.");
}

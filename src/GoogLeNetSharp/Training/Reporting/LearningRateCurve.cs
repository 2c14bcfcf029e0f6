using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Training;

/// <summary>The result of <see cref="LearningRateFinder"/>.</summary>
public sealed record LearningRateCurve
{
    // as in PyTorch Lightning: the first losses are hardly smoothed, and the last may have diverged
    private const int LeftOutAtTheStart = 10;
    private const int LeftOutAtTheEnd = 1;

    internal LearningRateCurve(IReadOnlyList<LearningRatePoint> points, bool diverged)
    {
        Points = new ReadableList<LearningRatePoint>(points);
        Diverged = diverged;
        SuggestedRate = Steepest(Points);
    }

    /// <summary>The steps in order of increasing rate.</summary>
    public IReadOnlyList<LearningRatePoint> Points { get; }

    /// <summary>Whether the sweep ended early because the loss rose too far or was not finite.</summary>
    public bool Diverged { get; }

    /// <summary>
    /// The rate with the steepest decrease of the smoothed loss over the logarithm of the rate, before its minimum, ignoring the first ten
    /// steps and the last. Null if the loss never decreases: use a smaller first rate or more steps, or check the loss.
    /// </summary>
    public double? SuggestedRate { get; }

    /// <summary>Draws the loss against the rate, with the suggestion.</summary>
    /// <returns>The picture, 800 pixels wide; <see cref="Picture.Save"/> writes it as PNG or SVG.</returns>
    public Picture Draw() => LearningRateChart.Draw(this);

    /// <summary>Returns the result in one line: <c>suggested rate 0.0021 of 79 steps from 1E-07 to 1.5, diverged</c>.</summary>
    public override string ToString()
    {
        var suggestion = SuggestedRate is { } rate ? FormattableString.Invariant($"suggested rate {rate:G2}") : "no rate suggested";
        return FormattableString.Invariant($"{suggestion}; {Points.Count} steps from {Points[0].Rate:G2} to {Points[^1].Rate:G2}")
            + (Diverged ? ", where the loss diverged" : "");
    }

    // rates are evenly spaced in their logarithm, so the central difference by index is proportional to the slope
    private static double? Steepest(IReadOnlyList<LearningRatePoint> points)
    {
        var inside = points.Skip(LeftOutAtTheStart).SkipLast(LeftOutAtTheEnd).ToArray();
        if (inside.Length < 2) return null;
        // after it, losses may decrease again after divergence
        var smallest = Array.IndexOf(inside, inside.MinBy(point => point.SmoothedLoss));
        var slopes = Enumerable.Range(0, smallest + 1).Select(i => Slope(inside, i)).ToArray();
        var steepest = Array.IndexOf(slopes, slopes.Min());
        return slopes[steepest] < 0 ? inside[steepest].Rate : null;
    }

    private static double Slope(LearningRatePoint[] points, int index)
    {
        var (before, after) = (Math.Max(0, index - 1), Math.Min(points.Length - 1, index + 1));
        return (points[after].SmoothedLoss - points[before].SmoothedLoss) / (after - before);
    }
}

namespace GoogLeNetSharp.Training;

/// <summary>Mean and variance of each channel over a batch shared by several processes, from sums that can be added across
/// processes.</summary>
/// <param name="sums">The number of values per channel, then the sum of each channel, then the sum of squares of each channel. Double
/// precision loses nothing visible in float32.</param>
internal sealed class BatchNormSums(double[] sums)
{
    /// <summary>Number of channels.</summary>
    public int Channels { get; } = (sums.Length - 1) / 2;

    /// <summary>Number of values per channel.</summary>
    public double Count => sums[0];

    /// <summary>Creates the sums of a share.</summary>
    /// <param name="count">Number of values per channel.</param>
    /// <param name="means">Mean of each channel.</param>
    /// <param name="deviations">Sum of squared deviations from the mean of each channel.</param>
    public static double[] Of(double count, double[] means, double[] deviations) =>
        [count, .. means.Select(mean => count * mean), .. means.Zip(deviations, (mean, deviation) => deviation + (count * mean * mean))];

    /// <summary>Gets the mean of a channel.</summary>
    public double Mean(int channel) => sums[1 + channel] / Count;

    /// <summary>Gets the sum of squared deviations from the mean of a channel.</summary>
    public double Deviation(int channel) => Math.Max(0, sums[1 + Channels + channel] - (sums[1 + channel] * Mean(channel)));
}

namespace GoogLeNetSharp.Training;

/// <summary>Mean and variance of each channel over a batch that several processes share, from sums that can be added over them.</summary>
/// <param name="sums">The number of values of a channel; then of each channel their sum; then of each the sum of their squares. In double
/// precision these sums lose nothing that float32 would show.</param>
internal sealed class BatchNormSums(double[] sums)
{
    /// <summary>Number of channels.</summary>
    public int Channels { get; } = (sums.Length - 1) / 2;

    /// <summary>Values of a channel.</summary>
    public double Count => sums[0];

    /// <summary>The sums of a share.</summary>
    /// <param name="count">Values of a channel.</param>
    /// <param name="means">Mean of each channel.</param>
    /// <param name="deviations">Of each channel the sum of the squared deviations from its mean.</param>
    public static double[] Of(double count, double[] means, double[] deviations) =>
        [count, .. means.Select(mean => count * mean), .. means.Zip(deviations, (mean, deviation) => deviation + (count * mean * mean))];

    /// <summary>The mean of a channel.</summary>
    public double Mean(int channel) => sums[1 + channel] / Count;

    /// <summary>Sum of the squared deviations from the mean of a channel.</summary>
    public double Deviation(int channel) => Math.Max(0, sums[1 + Channels + channel] - (sums[1 + channel] * Mean(channel)));
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>The running statistics of a batch norm.</summary>
/// <param name="Means">Mean of each channel.</param>
/// <param name="Variances">Variance of each channel, the unbiased one.</param>
internal sealed record RunningStatistics(double[] Means, double[] Variances)
{
    /// <summary>Gets the statistics of a layer.</summary>
    public static RunningStatistics Of(NormBase layer) =>
        new(PerChannel.Values(layer.running_mean!), PerChannel.Values(layer.running_var!));

    /// <summary>Gets the weight of the latest batch: the momentum, or the cumulative average if that is null.</summary>
    public static double Factor(NormBase layer) => layer.momentum ?? 1.0 / layer.num_batches_tracked!.item<long>();

    /// <summary>Computes the statistics after a batch.</summary>
    public RunningStatistics After(BatchNormSums batch, double factor) => new(
        [.. Means.Select((mean, channel) => ((1 - factor) * mean) + (factor * batch.Mean(channel)))],
        [.. Variances.Select((variance, channel) => ((1 - factor) * variance) + (factor * batch.Deviation(channel) / (batch.Count - 1)))]);

    /// <summary>Sets the statistics of a layer.</summary>
    public void WriteTo(NormBase layer)
    {
        using var noGradient = no_grad();
        using var means = tensor(Means);
        using var variances = tensor(Variances);
        layer.running_mean!.copy_(means);
        layer.running_var!.copy_(variances);
    }
}

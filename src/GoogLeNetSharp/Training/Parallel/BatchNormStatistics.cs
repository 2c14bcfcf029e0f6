using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>
/// Plain batch norm on several processes: each process normalizes with the statistics of its own share, but the running statistics, used in
/// evaluation, are those of the whole batch and equal on all processes.
/// </summary>
internal sealed class BatchNormStatistics : IDisposable
{
    private readonly ProcessGroup _group;
    private readonly List<Action> _removers = [];
    private readonly List<(NormBase Layer, double[] Sums, double Factor)> _calls = [];
    private readonly Dictionary<NormBase, RunningStatistics> _before = [];

    public BatchNormStatistics(nn.Module model, ProcessGroup group)
    {
        _group = group;
        foreach (var layer in ReplacedLayer.LayersOf(model).OfType<BatchNorm>().Where(layer => layer.track_running_stats)) Attach(layer);
    }

    /// <summary>Merges the statistics of all processes since the last call. Must follow the backward pass, which reads the
    /// statistics.</summary>
    public void Merge()
    {
        double[] sums = [.. _calls.SelectMany(call => call.Sums)];
        _group.Sum(sums);
        var start = 0;
        foreach (var (layer, own, factor) in _calls)
        {
            _before[layer] = _before[layer].After(new BatchNormSums(sums[start..(start + own.Length)]), factor);
            start += own.Length;
        }

        foreach (var (layer, statistics) in _before) statistics.WriteTo(layer);
        _calls.Clear();
        _before.Clear();
    }

    public void Dispose()
    {
        foreach (var remove in _removers) remove();
    }

    private void Attach(BatchNorm layer)
    {
        RunningStatistics? before = null;
        _removers.Add(layer.register_forward_pre_hook((_, _) =>
        {
            if (layer.training) before = RunningStatistics.Of(layer);
            return null!;
        }).remove);
        _removers.Add(layer.register_forward_hook((_, input, _) =>
        {
            var factor = RunningStatistics.Factor(layer);
            if (before is null || factor == 0) return null!;
            _before.TryAdd(layer, before);
            _calls.Add((layer, SumsOf(layer, before, factor, input.numel() / (double)input.shape[1]), factor));
            before = null;
            return null!;
        }).remove);
    }

    // the batch's statistics, derived from the change of the running statistics, which is cheaper than computing them again
    private static double[] SumsOf(NormBase layer, RunningStatistics before, double factor, double count)
    {
        var after = RunningStatistics.Of(layer);
        return BatchNormSums.Of(
            count, Batch(before.Means, after.Means),
            [.. Batch(before.Variances, after.Variances).Select(variance => variance * (count - 1))]);

        double[] Batch(double[] old, double[] moved) => [.. old.Zip(moved, (first, second) => (second - ((1 - factor) * first)) / factor)];
    }
}

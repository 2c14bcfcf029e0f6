using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>
/// Loads in three passes: decide everything from the header, read every byte once to check it, copy. Only the last touches the module, so
/// that whatever is wrong with names, shapes, data or the disk shows before.
/// </summary>
internal static class WeightsLoader
{
    internal static LoadWeightsReport Load(
        nn.Module module, ByteSource source, LoadWeightsOptions options, IProgress<WeightsProgress>? progress, CancellationToken cancellation)
    {
        var plan = new LoadPlan(StateDictReader.Read(source), new TargetModule(module), options);
        plan.ThrowOnMismatch();
        Verify(source, plan.Steps, progress, cancellation);

        using (no_grad())
        {
            foreach (LoadStep step in plan.Steps) step.Run(source);
            foreach (Tensor counter in plan.Zeroed) counter.zero_();
        }

        return plan.Report;
    }

    private static void Verify(ByteSource source, IReadOnlyList<LoadStep> steps, IProgress<WeightsProgress>? progress, CancellationToken cancellation)
    {
        StoredTensor[] storages = [.. steps.Select(s => s.Stored).DistinctBy(s => s.Storage)];
        long total = storages.Sum(s => s.Storage.Length), done = 0;
        byte[] buffer = new byte[StorageStream.BufferSize];
        foreach (StoredTensor stored in storages)
        {
            StorageStream.Verify(source, stored.Storage, buffer, cancellation);
            done += stored.Storage.Length;
            progress?.Report(new WeightsProgress(stored.Name, done, total));
        }

        cancellation.ThrowIfCancellationRequested();
    }
}

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
        IReadOnlyList<LoadStep> steps = plan.Steps;
        foreach (LoadStep step in steps) step.CheckFits(source);
        new StorageVerifier(source, progress).Verify([.. steps.Select(step => step.Stored)], cancellation);

        using (no_grad())
        {
            foreach (LoadStep step in steps) step.Run(source);
            foreach (Tensor counter in plan.Zeroed)
            {
                // TorchSharp's zero_() leaves the tensor as it is and returns a new one.
                using Tensor zero = zeros_like(counter);
                counter.copy_(zero);
            }
        }

        return plan.Report;
    }
}

using System.Runtime.ExceptionServices;
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
        var plan = new LoadPlan(StateDictReader.Read(source, options.StateDictKey), new TargetModule(module), options);
        plan.ThrowOnMismatch();
        IReadOnlyList<LoadStep> steps = plan.Steps;
        foreach (LoadStep step in steps) step.Check(source);

        // Each view unpacks its storage anew, up to its last element.
        ZipCheckpointReader.CheckUnpackedSize(source, steps.Select(step => step.Stored).Where(s => s.Storage.DeflatedLength is not null).Select(s => s.ByteEnd));
        new StorageVerifier(source, progress).Verify([.. steps.Select(step => step.Stored)], cancellation);

        using (no_grad())
        {
            Copy(source, plan);
            foreach (Tensor counter in plan.Zeroed)
            {
                // TorchSharp's zero_() leaves the tensor as it is and returns a new one.
                using Tensor zero = zeros_like(counter);
                counter.copy_(zero);
            }
        }

        return plan.Report;
    }

    private static void Copy(ByteSource source, LoadPlan plan)
    {
        IReadOnlyList<LoadStep> steps = plan.Steps;
        if (steps.Any(step => !step.IsDirect) || Overlap(steps))
        {
            foreach (LoadStep step in plan.StepsInModuleOrder) step.Run(source);
            return;
        }

        try
        {
            Parallel.ForEach(steps, step => step.Run(source));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    // Tied parameters have two names and one memory: the last of them in the module has to win, as it would in PyTorch.
    private static bool Overlap(IReadOnlyList<LoadStep> steps)
    {
        nint end = 0;
        foreach ((nint start, nint length) in steps.Select(step => step.TargetMemory()).Order())
        {
            if (start < end) return true;
            end = start + length;
        }

        return false;
    }
}

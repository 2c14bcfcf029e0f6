using System.Runtime.ExceptionServices;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>
/// Loads weights in three passes: plan from the header, read and check every byte, copy. Only the last pass changes the module, so errors
/// in names, shapes, data or the disk are found before.
/// </summary>
internal static class WeightsLoader
{
    // A view is read from its first byte to its last, so several views read a storage several times. The limit allows the few views of a
    // fused layer, but not thousands.
    private const long FreeGapBytes = 64 << 20;
    private const long GapBytesPerByte = 16;

    internal static LoadWeightsReport Load(
        nn.Module module, ByteSource source, LoadWeightsOptions options, IProgress<WeightsProgress>? progress,
        CancellationToken cancellation)
    {
        var plan = new LoadPlan(StateDictReader.Read(source, options.StateDictKey), new TargetModule(module), options);
        plan.ThrowOnMismatch();
        IReadOnlyList<LoadStep> steps = plan.Steps;
        foreach (LoadStep step in steps) step.Check(source);
        CheckGaps(source, steps);

        // Each view decompresses its storage again, up to its last element.
        ZipCheckpointReader.CheckUnpackedSize(source, steps.Select(step => step.Stored).Where(s => s.Storage.DeflatedLength is not null)
            .Select(s => s.ByteEnd));
        new StorageVerifier(source, progress).Verify([.. steps.Select(step => step.Stored)], cancellation);

        using (no_grad())
        {
            Copy(source, plan);
            foreach (Tensor counter in plan.Zeroed)
            {
                // TorchSharp's zero_() returns a new tensor and does not change this one.
                using Tensor zero = zeros_like(counter);
                counter.copy_(zero);
            }
        }

        return plan.Report;
    }

    private static void CheckGaps(ByteSource source, IReadOnlyList<LoadStep> steps)
    {
        Int128 limit = FreeGapBytes + ((Int128)GapBytesPerByte * source.Length);
        Int128 gaps = 0;
        foreach (StoredTensor stored in steps.Where(step => !step.IsDirect).Select(step => step.Stored))
        {
            gaps += Math.Max(0, ViewStream.MostBytesRead(stored) - stored.ByteCount);
            if (gaps <= limit) continue;
            string place = "tensor " + InvalidFile.Quote(stored.Name);
            throw InvalidFile.At(source.Name, place,
                $"views up to this one read more than {limit} bytes between their elements, the limit for a file of {source.Length} bytes");
        }
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

    // Tied parameters have two names and one memory: the last name in the module wins, as in PyTorch.
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

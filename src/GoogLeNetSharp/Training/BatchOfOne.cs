using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Detects batch norms that would get one value per channel in training: a batch of one image with a 1 x 1 map.</summary>
internal static class BatchOfOne
{
    /// <summary>Checks for such a batch norm before the first step, if an epoch has a batch of one, by running one image in evaluation
    /// mode.</summary>
    /// <param name="model">The network, in training mode.</param>
    /// <param name="images">A batch, as passed to the network.</param>
    /// <param name="plan">The division of an epoch into batches.</param>
    /// <param name="group">The processes that share each batch.</param>
    /// <exception cref="ArgumentException">The network has such a batch norm.</exception>
    public static void Check(nn.Module<Tensor, Tensor> model, Tensor images, EpochPlan plan, ProcessGroup group)
    {
        if (group.SmallestShareOf(plan.SmallestBatchSize) != 1) return;
        var layers = model.named_modules()
            .Where(entry => entry.module is BatchNorm1d or BatchNorm2d or BatchNorm3d && entry.module.training).ToArray();
        if (layers.Length == 0) return;

        string? found = null;
        var removers = layers.Select<(string Name, nn.Module Module), Action>(layer =>
            ((nn.Module<Tensor, Tensor>)layer.Module).register_forward_pre_hook((_, input) =>
            {
                if (input.numel() == input.shape[1]) found ??= layer.Name;
                return null!;
            }).remove).ToArray();
        model.eval();
        try
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            model.call(images.narrow(0, 0, 1));
        }
        finally
        {
            model.train();
            foreach (var remove in removers) remove();
        }

        if (found is not null) throw Error(found, plan, group);
    }

    private static ArgumentException Error(string layer, EpochPlan plan, ProcessGroup group)
    {
        if (!group.IsAlone)
        {
            return new ArgumentException(
                FormattableString.Invariant(
                    $"training: a batch of {plan.SmallestBatchSize} images leaves one image to one of {group.Size} processes, ")
                + $"and batch norm \"{layer}\" would get a 1 x 1 map of it, which it cannot be trained with. Give each process two "
                + $"images or more: set {nameof(TrainerOptions.BatchSize)} or {nameof(TrainerOptions.LastBatch)}, or start fewer "
                + $"processes.",
                "training");
        }

        var remedy = plan.BatchSize == 1 ? $"Set {nameof(TrainerOptions.BatchSize)} to 2 or more."
            : plan.Images == 1 ? "Use more images."
            : $"Set {nameof(TrainerOptions.LastBatch)} to {nameof(LastBatch.Drop)} or {nameof(LastBatch.Merge)}, or another "
                + $"{nameof(TrainerOptions.BatchSize)}.";
        return new ArgumentException(
            FormattableString.Invariant(
                $"training: the last batch of an epoch has one image ({plan.Images} images, BatchSize {plan.BatchSize}), ")
            + $"and batch norm \"{layer}\" would get a 1 x 1 map: one value per channel, but it needs more in training. {remedy}",
            "training");
    }
}

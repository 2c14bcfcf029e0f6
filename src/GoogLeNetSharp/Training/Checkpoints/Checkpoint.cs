using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Checkpoints that a <see cref="Trainer"/> has saved: safetensors files of the network, the optimizer and the moving average.</summary>
public static class Checkpoint
{
    internal const string ModelPrefix = "model.";
    internal const string OptimizerPrefix = "optimizer.";
    internal const string AveragePrefix = "average.";

    /// <summary>Puts the weights of a checkpoint into a network: the moving average where one was kept, as validation measured it.</summary>
    /// <param name="model">The network that was trained, or one made alike.</param>
    /// <param name="path">The file: <see cref="TrainingResult.BestCheckpoint"/>, for instance.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not a checkpoint.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint is of another network; the message names what differs. The network is unchanged.</exception>
    public static void LoadWeights(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        var (_, tensors) = CheckpointFile.Read(path);
        using (tensors)
        {
            var state = model.state_dict();
            CopyInto(state, tensors, ModelPrefix, path);
            var averaged = state.Where(entry => entry.Value.is_floating_point()).ToDictionary();
            if (averaged.Keys.Any(name => tensors.ContainsKey(AveragePrefix + name))) CopyInto(averaged, tensors, AveragePrefix, path);
        }
    }

    /// <summary>Copies the tensors of one prefix, after a check that names and shapes are the same.</summary>
    internal static void CopyInto(IReadOnlyDictionary<string, Tensor> targets, StateDict tensors, string prefix, string path)
    {
        var problems = targets.Where(entry => !tensors.ContainsKey(prefix + entry.Key)).Select(entry => $"{entry.Key} is missing")
            .Concat(tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !targets.ContainsKey(name[prefix.Length..]))
                .Select(name => $"{name[prefix.Length..]} is not in the network"))
            .Concat(targets.Where(entry => tensors.TryGetValue(prefix + entry.Key, out var saved) && !saved.shape.SequenceEqual(entry.Value.shape))
                .Select(entry => $"{entry.Key} has {ImageInput.Text(tensors[prefix + entry.Key].shape)}, the network {ImageInput.Text(entry.Value.shape)}"))
            .Order(StringComparer.Ordinal).ToArray();
        if (problems.Length > 0)
            throw new InvalidOperationException($"{path} was saved from another network: {string.Join("; ", problems)}.");

        using var noGradient = no_grad();
        foreach (var (name, target) in targets) target.copy_(tensors[prefix + name]);
    }
}

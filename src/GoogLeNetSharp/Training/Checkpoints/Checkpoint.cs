using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Loads checkpoints saved by a <see cref="Trainer"/>: safetensors files with the network, the optimizer and the moving
/// average.</summary>
public static class Checkpoint
{
    internal const string ModelPrefix = "model.";
    internal const string OptimizerPrefix = "optimizer.";
    internal const string AveragePrefix = "average.";

    private const int MostProblemsInMessage = 20;

    /// <summary>Loads the weights of a checkpoint into a network: the moving average, if present, as used by validation.</summary>
    /// <param name="model">The trained network or an equal one.</param>
    /// <param name="path">The file, for example <see cref="TrainingResult.BestCheckpoint"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not a checkpoint.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint belongs to another network; the message lists the differences. The
    /// network is unchanged.</exception>
    public static void LoadWeights(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        var (_, tensors) = CheckpointFile.Read(path);
        using (tensors)
        {
            var state = model.state_dict();
            Check(state, tensors, ModelPrefix, path);
            var averaged = tensors.Keys.Any(name => name.StartsWith(AveragePrefix, StringComparison.Ordinal))
                ? state.Where(entry => entry.Value.is_floating_point()).ToDictionary() : [];
            if (averaged.Count > 0) Check(averaged, tensors, AveragePrefix, path);
            Copy(state, tensors, ModelPrefix);
            Copy(averaged, tensors, AveragePrefix);
        }
    }

    /// <summary>Compares names, shapes and types of the tensors of one prefix with their targets.</summary>
    /// <exception cref="InvalidOperationException">The tensors belong to another network; the message lists the differences.</exception>
    internal static void Check(IReadOnlyDictionary<string, Tensor> targets, StateDict tensors, string prefix, string path)
    {
        var problems = targets.Where(entry => !tensors.ContainsKey(prefix + entry.Key)).Select(entry => $"{entry.Key} is missing")
            .Concat(tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)
                && !targets.ContainsKey(name[prefix.Length..]))
                .Select(name => $"{InvalidFile.Printable(name[prefix.Length..])} is not in the network"))
            .Concat(targets.Select(entry => Difference(entry.Key, entry.Value, tensors.GetValueOrDefault(prefix + entry.Key)))
                .OfType<string>())
            .Order(StringComparer.Ordinal).ToArray();
        if (problems.Length > 0)
        {
            var more = problems.Length > MostProblemsInMessage
                ? FormattableString.Invariant($"; and {problems.Length - MostProblemsInMessage} more") : "";
            throw new InvalidOperationException(
                $"{path} was saved from another network: {string.Join("; ", problems.Take(MostProblemsInMessage))}{more}.");
        }
    }

    /// <summary>Copies the tensors of one prefix, which have been validated.</summary>
    internal static void Copy(IReadOnlyDictionary<string, Tensor> targets, StateDict tensors, string prefix)
    {
        using var noGradient = no_grad();
        foreach (var (name, target) in targets) target.copy_(tensors[prefix + name]);
    }

    private static string? Difference(string name, Tensor target, Tensor? saved)
    {
        if (saved is null) return null;
        if (!saved.shape.SequenceEqual(target.shape))
        {
            return $"{name} has {ImageInput.Text(saved.shape)}, the network {ImageInput.Text(target.shape)}";
        }
        return saved.dtype == target.dtype || (saved.is_floating_point() && target.is_floating_point())
            ? null : $"{name} has type {saved.dtype}, the network {target.dtype}";
    }
}

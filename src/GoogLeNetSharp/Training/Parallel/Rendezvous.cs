using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Synchronizes the processes at the start of a training: equal settings, and the weights, optimizer and position of process
/// 0.</summary>
internal static class Rendezvous
{
    /// <summary>Compares the settings of all processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="options">The options. Device, loader threads and files may differ and are not compared.</param>
    /// <param name="settings">The settings derived from the options and the training set.</param>
    /// <param name="model">The network.</param>
    /// <param name="validationImages">Number of validation images, or null.</param>
    /// <exception cref="InvalidOperationException">The settings differ from those of process 0.</exception>
    public static void CheckAlike(ProcessGroup group, TrainerOptions options, RunSettings settings, nn.Module model, long? validationImages)
    {
        if (group.IsAlone) return;
        var same = options with
        {
            Communicator = null,
            Device = CPU,
            LoaderWorkers = 1,
            Checkpoints = options.Checkpoints is { } checkpoints
                ? new CheckpointOptions("any") { EverySteps = checkpoints.EverySteps } : null,
            CsvFile = null,
            TensorBoardDirectory = null,
        };
        string[] lines =
        [
            same.ToString(),
            JsonSerializer.Serialize(settings, TrainingStateJson.Default.RunSettings),
            $"{validationImages?.ToString(CultureInfo.InvariantCulture) ?? "no"} images to validate on",
            .. model.state_dict().Select(entry => $"{entry.Key}: {entry.Value.dtype} {ImageInput.Text(entry.Value.shape)}"),
        ];
        var first = group.Broadcast(string.Join('\n', lines)).Split('\n');
        for (var i = 0; i < Math.Max(first.Length, lines.Length); i++)
        {
            if (i < first.Length && i < lines.Length && first[i] == lines[i]) continue;
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Process {group.Rank} of {group.Size} was started with other settings than process 0. Process 0: {Line(first, i)}; "
                + $"process "
                + $"{group.Rank}: {Line(lines, i)}. Start all with the same."));
        }
    }

    /// <summary>Receives the weights, average and optimizer state of process 0.</summary>
    /// <returns>The position of process 0.</returns>
    public static TrainingState TakeOver(ProcessGroup group, TrainingState state, nn.Module model, TrainingStep step,
        MovingAverage? average, BestWeights? best)
    {
        if (group.IsAlone) return state;
        var common = TrainingState.FromJson(group.Broadcast(state.ToJson()));
        foreach (var tensor in model.state_dict().Values) group.Broadcast(tensor);
        foreach (var tensor in average?.Tensors.Values ?? []) group.Broadcast(tensor);
        if (common.Step > 0) BroadcastOptimizer(group, step);
        best?.TakeOver(group);
        return common;
    }

    // process 0 determines which buffers exist; a parameter that never had a gradient has none
    private static void BroadcastOptimizer(ProcessGroup group, TrainingStep step)
    {
        using var scope = NewDisposeScope();
        var own = OptimizerTensors.Read(step).ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var list =
            group.Broadcast(string.Join('\n',
                own.Select(entry => $"{entry.Key} {(int)entry.Value.dtype} {string.Join(',', entry.Value.shape)}")));
        var tensors = new Dictionary<string, Tensor>();
        foreach (var line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            long[] shape = [.. parts[^1].Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
            var name = string.Join(' ', parts[..^2]);
            tensors[name] = group.IsFirst ? own[name] : zeros(shape, dtype: (ScalarType)int.Parse(parts[^2], CultureInfo.InvariantCulture));
            group.Broadcast(tensors[name]);
        }

        if (!group.IsFirst) OptimizerTensors.Restore(step, tensors);
    }

    private static string Line(string[] lines, int index) => index < lines.Length ? lines[index] : "nothing more";
}

using GoogLeNetSharp.Weights;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Saves a training and brings it back: network, optimizer, moving average and state.</summary>
internal sealed class TrainingCheckpoints
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointDirectory _directory;
    private readonly Dictionary<string, Tensor> _model;
    private readonly TrainingStep _step;
    private readonly MovingAverage? _average;
    private readonly ILogger _logger;

    public TrainingCheckpoints(CheckpointOptions options, nn.Module model, TrainingStep step, MovingAverage? average, ILogger logger)
    {
        _directory = new CheckpointDirectory(options);
        (_options, _model, _step, _average, _logger) = (options, model.state_dict(), step, average, logger);
    }

    /// <summary>The latest file, or null.</summary>
    public string? Last { get; private set; }

    /// <summary>The file of the best accuracy, or null.</summary>
    public string? Best => File.Exists(_directory.Best) ? _directory.Best : null;

    /// <summary>The first tensor of the network that has a number which is not finite, or null.</summary>
    public string? FirstTensorNotFinite()
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in _model)
        {
            using var scope = NewDisposeScope();
            if (!tensor.isfinite().all().item<bool>()) return name;
        }

        return null;
    }

    public void Save(TrainingState state, bool isBest)
    {
        using var scope = NewDisposeScope();
        KeyValuePair<string, Tensor>[] tensors =
        [
            .. _model.Select(entry => KeyValuePair.Create(Checkpoint.ModelPrefix + entry.Key, entry.Value)),
            .. OptimizerTensors.Read(_step).Select(entry => KeyValuePair.Create(Checkpoint.OptimizerPrefix + entry.Name, entry.Tensor)),
            .. _average?.Tensors.Select(entry => KeyValuePair.Create(Checkpoint.AveragePrefix + entry.Key, entry.Value)) ?? [],
        ];

        // The best first: killed in between, the training goes on from before and finds the same best again.
        if (isBest && _options.KeepBest) CheckpointFile.Write(_directory.Best, state, tensors);
        var path = _directory.ForStep(state.Step);
        CheckpointFile.Write(path, state, tensors);
        Last = path;
        _directory.Prune();
        TrainingLog.Saved(_logger, path);
    }

    /// <summary>Brings back the latest state that is whole.</summary>
    /// <param name="start">The state of a training from the start, returned where there is no checkpoint.</param>
    public TrainingState Restore(TrainingState start)
    {
        var damaged = 0;
        foreach (var path in _directory.NewestFirst())
        {
            TrainingState state;
            StateDict tensors;
            try
            {
                (state, tensors) = CheckpointFile.Read(path);
            }
            catch (InvalidDataException exception)
            {
                TrainingLog.Damaged(_logger, path, exception.Message);
                damaged++;
                continue;
            }

            using (tensors) Restore(path, state, start, tensors);
            Last = path;
            TrainingLog.Resumed(_logger, path);
            return state with { Settings = start.Settings };
        }

        return damaged == 0 ? start : throw new InvalidDataException(
            $"The directory {_options.Directory} holds {damaged} checkpoints, all damaged: delete them to start anew, or give another directory.");
    }

    private void Restore(string path, TrainingState state, TrainingState start, StateDict tensors)
    {
        if (state.Settings.Difference(start.Settings) is { } difference)
            throw new InvalidOperationException($"{path} was saved with other settings: {difference}. Resume with the same, or give another directory.");
        Checkpoint.CopyInto(_model, tensors, Checkpoint.ModelPrefix, path);
        if (_average is not null) Checkpoint.CopyInto(_average.Tensors, tensors, Checkpoint.AveragePrefix, path);
        OptimizerTensors.Restore(_step, (name, target) =>
        {
            if (!tensors.TryGetValue(Checkpoint.OptimizerPrefix + name, out var saved)) return false;
            target.copy_(saved);
            return true;
        });
    }
}

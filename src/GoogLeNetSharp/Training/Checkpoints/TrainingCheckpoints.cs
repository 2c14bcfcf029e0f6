using GoogLeNetSharp.Weights;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Saves and restores a training: network, optimizer, moving average and state.</summary>
internal sealed class TrainingCheckpoints : IDisposable
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointDirectory _directory;
    private readonly bool _keepBest;
    private readonly Dictionary<string, Tensor> _model;
    private readonly TrainingStep _step;
    private readonly MovingAverage? _average;
    private readonly ILogger _logger;

    public TrainingCheckpoints(
        CheckpointOptions options, bool keepBest, nn.Module model, TrainingStep step, MovingAverage? average, ILogger logger)
    {
        _directory = new CheckpointDirectory(options);
        (_options, _keepBest, _model, _step, _average, _logger) = (options, keepBest, model.state_dict(), step, average, logger);
    }

    /// <summary>The latest file, or null.</summary>
    public string? Last { get; private set; }

    /// <summary>The file with the best accuracy of this training, or null.</summary>
    public string? Best { get; private set; }

    /// <summary>Saves the training.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isBest">Whether the latest validation is the best.</param>
    /// <returns>The state, updated with the saved files.</returns>
    public TrainingState Save(TrainingState state, bool isBest)
    {
        using var scope = NewDisposeScope();
        KeyValuePair<string, Tensor>[] tensors =
        [
            .. _model.Select(entry => KeyValuePair.Create(Checkpoint.ModelPrefix + entry.Key, entry.Value)),
            .. OptimizerTensors.Read(_step).Select(entry => KeyValuePair.Create(Checkpoint.OptimizerPrefix + entry.Name, entry.Tensor)),
            .. _average?.Tensors.Select(entry => KeyValuePair.Create(Checkpoint.AveragePrefix + entry.Key, entry.Value)) ?? [],
        ];

        // The best is saved first: if the process is killed in between, the resumed training repeats the step and finds the same best.
        if (isBest && _keepBest) state = state with { BestHash = SaveBest(state, tensors) };
        var path = _directory.ForStep(state.Step);
        CheckpointFile.Write(path, state, tensors);
        Last = path;
        _directory.Prune(state.Step);
        TrainingLog.Saved(_logger, path);
        return state;
    }

    /// <summary>Restores the latest undamaged state.</summary>
    /// <param name="start">The initial state, returned if there is no checkpoint.</param>
    /// <param name="plan">The division of an epoch into batches.</param>
    public TrainingState Restore(TrainingState start, EpochPlan plan)
    {
        var failures = new List<Exception>();
        foreach (var (step, path) in _directory.NewestFirst().ToArray())
        {
            try
            {
                var (state, tensors) = CheckpointFile.Read(path);
                using (tensors) Restore(step, path, state, start, plan, tensors);
                Last = path;
                TrainingLog.Resumed(_logger, path);
                return WithBest(state with { Settings = start.Settings });
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                TrainingLog.Damaged(_logger, path, exception.Message);
                failures.Add(exception);
            }
        }

        return failures.Count == 0 ? start : throw new InvalidDataException(
            FormattableString.Invariant($"The directory {_options.Directory} holds {failures.Count} checkpoints, all damaged: ")
            + "delete them to start again, or use another directory.",
            failures[0]);
    }

    /// <summary>Reads the weights with the best accuracy, if any.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void ReadBest(BestWeights best)
    {
        if (Best is null) return;
        var (_, tensors) = CheckpointFile.Read(Best);
        using (tensors)
        {
            Checkpoint.Check(_model, tensors, Checkpoint.ModelPrefix, Best);
            best.Keep(tensors);
        }
    }

    public void Dispose() => _directory.Dispose();

    // everything is validated before anything is changed
    private void Restore(long step, string path, TrainingState state, TrainingState start, EpochPlan plan, StateDict tensors)
    {
        if (state.Settings.Difference(start.Settings) is { } difference)
        {
            throw new InvalidOperationException(
                $"{path} was saved with other settings: {difference}. Resume with the same, or use another directory.");
        }

        if (state.Step != step)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{path}: holds step {state.Step}, not the one in its name."));
        }
        if (!state.Fits(plan)) throw new InvalidDataException($"{path}: the training state is inconsistent.");
        Checkpoint.Check(_model, tensors, Checkpoint.ModelPrefix, path);
        if (_average is not null) Checkpoint.Check(_average.Tensors, tensors, Checkpoint.AveragePrefix, path);
        var optimizer = tensors.Where(entry => entry.Key.StartsWith(Checkpoint.OptimizerPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[Checkpoint.OptimizerPrefix.Length..], entry => entry.Value);
        if (OptimizerTensors.Problem(_step, optimizer, state.Step) is { } problem)
        {
            throw new InvalidDataException($"{path}: the optimizer's {problem}.");
        }

        Checkpoint.Copy(_model, tensors, Checkpoint.ModelPrefix);
        if (_average is not null) Checkpoint.Copy(_average.Tensors, tensors, Checkpoint.AveragePrefix);
        OptimizerTensors.Restore(_step, optimizer);
    }

    // if the best checkpoint is missing or was overwritten, only later validations count
    private TrainingState WithBest(TrainingState state)
    {
        if (!_keepBest) return state;
        if (state.BestHash is { } hash && CheckpointFile.HashOf(_directory.Best) == hash)
        {
            Best = _directory.Best;
            return state;
        }

        if (state.BestTop1 is { } top1) TrainingLog.BestLost(_logger, _directory.Best, top1);
        return state with { BestTop1 = null, BestHash = null };
    }

    private string SaveBest(TrainingState state, KeyValuePair<string, Tensor>[] tensors)
    {
        if (Best is null && _directory.MoveBestAside() is { } aside) TrainingLog.MovedAside(_logger, _directory.Best, aside);
        Best = _directory.Best;
        return CheckpointFile.Write(Best, state, tensors);
    }
}

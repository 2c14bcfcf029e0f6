using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>One training from its start, or from a checkpoint, to its end.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly TrainerOptions _options;
    private readonly utils.data.Dataset _training;
    private readonly utils.data.Dataset? _validation;
    private readonly ILogger _logger;
    private readonly long _stepsPerEpoch;
    private readonly TrainingStep _step;
    private readonly MovingAverage? _average;
    private readonly TrainingCheckpoints? _checkpoints;
    private readonly ProgressReport _report;
    private TrainingState _state;
    private bool _saidNoEpochArrives;

    public TrainingRun(
        nn.Module<Tensor, Tensor> model, TrainerOptions options, utils.data.Dataset training, utils.data.Dataset? validation,
        IProgress<TrainingProgress>? progress, ILogger logger)
    {
        (_model, _options, _training, _validation, _logger) = (model, options, training, validation, logger);
        var imagesPerStep = (long)options.BatchSize * options.AccumulationSteps;
        _stepsPerEpoch = (training.Count + imagesPerStep - 1) / imagesPerStep;
        _state = TrainingState.Start(options, training.Count);
        _step = new TrainingStep(model, options);
        try
        {
            if (options.MovingAverageDecay is { } decay) _average = new MovingAverage(model, decay);
            if (options.Checkpoints is { } checkpoints)
            {
                _checkpoints = new TrainingCheckpoints(checkpoints, model, _step, _average, logger);
                _state = _checkpoints.Restore(_state);
            }

            _report = new ProgressReport(options, _stepsPerEpoch, _state, progress, logger);
            TrainingLog.Started(logger, _step.Parameters.Sum(entry => entry.Parameter.numel()), training.Count, options.Epochs, _stepsPerEpoch, _state.Step);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TrainingResult ToTheEnd(CancellationToken cancellationToken)
    {
        ValidationResult? result = null;
        while (_state.Epoch < _options.Epochs)
        {
            TrainEpoch(cancellationToken);
            if (_validation is not null) result = Validate(_validation, cancellationToken);
            EndEpoch(result);
        }

        _average?.MoveIntoModel();
        if (_validation is not null) result ??= Evaluation.Run(_model, _validation, _options, cancellationToken);
        return new TrainingResult(_state.Epochs, _state.Step, result, _checkpoints?.Last, _checkpoints?.Best);
    }

    public void Dispose()
    {
        _report?.Dispose();
        _average?.Dispose();
        _step.Dispose();
    }

    private void TrainEpoch(CancellationToken cancellationToken)
    {
        _model.train();
        var done = Math.Min(_state.StepInEpoch * _options.BatchSize * _options.AccumulationSteps, _training.Count);
        var order = BatchSource.Shuffled(_training.Count, _options.Seed, _state.Epoch)[(int)done..];
        using var batches = BatchSource.Read(_training, order, _options.BatchSize, _options.LoaderWorkers, _state.Epoch).GetEnumerator();
        _report.StartEpoch();
        while (_state.StepInEpoch < _stepsPerEpoch)
        {
            if (cancellationToken.IsCancellationRequested) Stop(cancellationToken);
            TakeStep(batches);
            if (_options.Checkpoints?.EverySteps is { } interval && _state.Step % interval == 0) Save(isBest: false);
        }
    }

    private void TakeStep(IEnumerator<Batch> batches)
    {
        var imagesPerStep = (long)_options.BatchSize * _options.AccumulationSteps;
        var images = Math.Min(imagesPerStep, _training.Count - (_state.StepInEpoch * imagesPerStep));
        var rate = _options.Optimizer.LearningRate * _options.Schedule.Factor(_state.Step, _stepsPerEpoch, _options.Epochs);
        var loss = 0.0;
        for (var seen = 0L; seen < images;)
        {
            batches.MoveNext();
            using var batch = batches.Current;
            SayWhereNoEpochArrives(batch);
            using (manual_seed(ItemRandom.For(_options.Seed, _state.Epoch, (_state.StepInEpoch * imagesPerStep) + seen).NextInt64()))
            {
                var share = (double)batch.Count / images;
                loss += share * _step.Backward(batch, share);
            }

            seen += batch.Count;
            if (!double.IsFinite(loss)) throw Diverged(FormattableString.Invariant($"the loss became {loss}"), _state.Step + 1, rate);
        }

        _step.Update(rate);
        _state = _state with
        {
            Step = _state.Step + 1,
            StepInEpoch = _state.StepInEpoch + 1,
            LossSum = _state.LossSum + (loss * images),
            ImagesSeen = _state.ImagesSeen + images,
            LastLoss = loss,
            LastLearningRate = rate,
        };
        _average?.Update(_state.Step);
        _report.Step(_state, images);
    }

    private void SayWhereNoEpochArrives(Batch batch)
    {
        if (batch.KnewTheEpoch || _saidNoEpochArrives) return;
        _saidNoEpochArrives = true;
        if (WrappedDatasets.FirstRandom(_training) is { } images) TrainingLog.NoEpochArrives(_logger, _training.GetType().Name, images.GetType().Name);
    }

    private ValidationResult Validate(utils.data.Dataset validation, CancellationToken cancellationToken)
    {
        try
        {
            using var average = _average?.Lend();
            var result = Evaluation.Run(_model, validation, _options, cancellationToken);
            if (!double.IsFinite(result.Loss))
                throw Diverged(FormattableString.Invariant($"the validation loss became {result.Loss}"), _state.Step, _state.LastLearningRate);
            _report.Validated(_state, result);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Stop(cancellationToken);
            throw;
        }
    }

    private void EndEpoch(ValidationResult? result)
    {
        var summary = new EpochSummary(
            _state.Epoch + 1, _state.LossSum / _state.ImagesSeen, _state.LastLearningRate, result?.Loss, result?.Top1, result?.Top5);
        var isBest = result is not null && !(result.Top1 <= _state.BestTop1);
        _state = _state with
        {
            Epoch = _state.Epoch + 1,
            StepInEpoch = 0,
            LossSum = 0,
            ImagesSeen = 0,
            BestTop1 = isBest ? result!.Top1 : _state.BestTop1,
            Epochs = [.. _state.Epochs, summary],
        };
        TrainingLog.EpochEnded(
            _logger, summary.Epoch, _options.Epochs, summary.TrainingLoss, summary.ValidationLoss, summary.Top1, summary.Top5);
        foreach (var dataset in new[] { _training, _validation })
            if (dataset is ImageFolderDataset { Skipped: { Count: > 0 } skipped }) TrainingLog.ImagesSkipped(_logger, skipped.Count, dataset.Count, skipped[0].Path);
        Save(isBest);
    }

    private void Stop(CancellationToken cancellationToken)
    {
        TrainingLog.Cancelled(_logger, _state.Step);
        if (_state.Step > 0) Save(isBest: false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Save(bool isBest)
    {
        if (_checkpoints is null) return;
        if (_checkpoints.FirstTensorNotFinite() is { } name) throw Diverged($"\"{name}\" is not finite", _state.Step, _state.LastLearningRate);
        _checkpoints.Save(_state, isBest);
    }

    private TrainingDivergedException Diverged(string what, long step, double rate) => new(what, step, rate, _checkpoints?.Last);
}

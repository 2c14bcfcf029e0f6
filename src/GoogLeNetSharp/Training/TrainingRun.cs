using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A training from its start or a checkpoint to its end.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly TrainerOptions _options;
    private readonly ProcessGroup _group;
    private readonly utils.data.Dataset _training;
    private readonly utils.data.Dataset? _validation;
    private readonly ILogger _logger;
    private readonly EpochPlan _plan;
    private readonly Func<int, long[]> _order;
    private readonly ClassMap _validationClasses;
    private readonly TrainingStep _step;
    private readonly Replica? _replica;
    private readonly MixedPrecision _precision;
    private readonly MovingAverage? _average;
    private readonly BestWeights? _best;
    private readonly TrainingCheckpoints? _checkpoints;
    private readonly ProgressReport _report;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TrainingState _state;
    private ValidationResult? _result;      // of the current weights; null after an update
    private bool _isStopped;                // by a callback
    private bool _isChecked;
    private bool _saidNoEpochArrives;

    public TrainingRun(
        nn.Module<Tensor, Tensor> model, TrainerOptions options, ProcessGroup group, utils.data.Dataset training,
        utils.data.Dataset? validation,
        IProgress<TrainingProgress>? progress, ILogger logger)
    {
        (_model, _options, _group, _training, _validation) = (model, options, group, training, validation);
        _logger = group.IsFirst ? logger : NullLogger.Instance;
        var classes = ClassMap.NamesOf(training);
        _validationClasses = ClassMap.Between(classes, validation ?? training, nameof(validation));
        _plan = EpochPlan.Of(options, training.Count, group);
        _order = options.Order.Of(training, options.Seed);
        _step = new TrainingStep(model, options);
        try
        {
            var frozen = model.named_parameters().Where(entry => !entry.parameter.requires_grad).Select(entry => entry.name);
            _state = TrainingState.Start(RunSettings.Of(options, training.Count, classes, frozen));
            Rendezvous.CheckAlike(group, options, _state.Settings, model, validation?.Count);
            if (!group.IsAlone) _replica = new Replica(model, _step.Parameters.Select(entry => entry.Parameter), options, group);
            _precision = new MixedPrecision(model, options);
            if (options.MovingAverageDecay is { } decay) _average = new MovingAverage(model, decay);
            if (options.RestoreBest) _best = new BestWeights(model);
            if (options.Checkpoints is { } checkpoints && group.IsFirst)
            {
                _checkpoints = new TrainingCheckpoints(checkpoints, checkpoints.KeepBest || options.RestoreBest, model, _step,
                    _average, _logger);
                _state = _checkpoints.Restore(_state, _plan);
                if (_best is not null) _checkpoints.ReadBest(_best);
            }

            _state = Rendezvous.TakeOver(group, _state, model, _step, _average, _best);
            _report = group.IsFirst
                ? new ProgressReport(options, _plan, _state, progress, _logger)
                : new ProgressReport(options with { CsvFile = null, TensorBoardDirectory = null }, _plan, _state, progress: null, _logger);
            TrainingLog.Started(_logger, _step.Parameters.Sum(entry => entry.Parameter.numel()), training.Count, options.Epochs,
                _plan.Steps, _state.Step);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <exception cref="TrainingCanceledException">The token was cancelled.</exception>
    public TrainingResult ToTheEnd(CancellationToken cancellationToken)
    {
        try
        {
            while (_state.Epoch < _options.Epochs && !IsStoppedEarly && !_isStopped)
            {
                TrainEpoch(cancellationToken);
                if (_state.StepInEpoch < _plan.Steps) break;
                var isBest = _validation is not null && Validate(_validation, cancellationToken);
                EndEpoch(isBest);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || _group.IsCancelled)
        {
            TrainingLog.Cancelled(_logger, _state.Step);
            if (_state.Step > 0) Save(isBest: false);
            PlaceFinalWeights();
            throw Cancelled(cancellationToken);
        }

        if (_isStopped) TrainingLog.Stopped(_logger, _state.Step);
        if (_state.StepInEpoch > 0) Save(isBest: false);
        PlaceFinalWeights();
        if (_validation is not null && _result is null)
        {
            try
            {
                _result = Measure(_validation, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || _group.IsCancelled)
            {
                throw Cancelled(cancellationToken);
            }
        }

        _group.Wait();      // the files of process 0 exist when any process returns
        return Result(
            IsStoppedEarly ? TrainingEnd.StoppedEarly : _state.Epoch < _options.Epochs ? TrainingEnd.Stopped : TrainingEnd.Completed);
    }

    public void Dispose()
    {
        _report?.Dispose();
        _checkpoints?.Dispose();
        _best?.Dispose();
        _average?.Dispose();
        _precision?.Dispose();
        _replica?.Dispose();
        _step.Dispose();
    }

    private bool IsStoppedEarly => _options.EarlyStopping?.Ends(_state.Epochs) == true;

    private void TrainEpoch(CancellationToken cancellationToken)
    {
        _model.train();
        var order = _order(_state.Epoch);
        var shares = _plan.BatchesFrom(_state.StepInEpoch).Select(batch => ShareOf(order, batch.Start, batch.Count));
        using var batches = BatchSource.Read(_training, shares, _options.LoaderWorkers, _state.Epoch).GetEnumerator();
        _report.StartEpoch();
        while (_state.StepInEpoch < _plan.Steps && !_isStopped)
        {
            _group.ThrowIfCancelled(cancellationToken);
            _isStopped = Stops(_options.Callbacks?.StepCompleted, TakeStep(batches));
            if (_options.Checkpoints?.EverySteps is { } interval && _state.Step % interval == 0) Save(isBest: false);
        }
    }

    private long[] ShareOf(long[] order, long batchStart, long images)
    {
        var (start, count) = _group.ShareOf(images);
        return order[(int)(batchStart + start)..(int)(batchStart + start + count)];
    }

    private TrainingProgress TakeStep(IEnumerator<Batch> batches)
    {
        var first = _plan.Before(_state.StepInEpoch);
        var images = _plan.Before(_state.StepInEpoch + 1) - first;
        var rate = _options.Optimizer.LearningRate * _options.Schedule.Factor(_state.Step, _plan.Steps, _options.Epochs);
        Span<double> sums = [0, 0];      // of weights times losses of the images, and of the weights
        for (var seen = 0L; seen < images; seen += _plan.SizeAt(first + seen))
        {
            batches.MoveNext();
            using var batch = batches.Current;
            SayWhereNoEpochArrives(batch);
            if (!_isChecked) CheckFirst(batch);
            var (batchLoss, batchWeight) = Backward(batch, first + seen, images);
            sums[0] += batchLoss * batchWeight;
            sums[1] += batchWeight;
        }

        _group.Sum(sums);
        var loss = sums[0] / sums[1];
        if (!double.IsFinite(loss)) throw Diverged(FormattableString.Invariant($"the loss became {loss}"), _state.Step + 1, rate);
        _replica?.SumGradients();
        _step.Update(rate, sums[1] / images);
        _result = null;
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
        return _report.Step(_state, images);
    }

    // Process 0 is asked, and all follow.
    private bool Stops<T>(Func<T, TrainingSignal>? callback, T state) =>
        callback is not null && _group.Any(_group.IsFirst && callback(state) == TrainingSignal.Stop);

    private (double Loss, double Weight) Backward(Batch batch, long start, long imagesOfStep)
    {
        var seed = ItemRandom.For(_options.Seed, _state.Epoch, start).NextInt64();
        if (_replica is null)
        {
            using var generator = manual_seed(seed);
            return _step.Backward(batch, imagesOfStep, seed);
        }

        // unknown random layers draw different numbers on each process
        using (manual_seed(ItemRandom.For(seed, _group.Rank, start).NextInt64()))
            return _replica.Run(seed, _plan.SizeAt(start), () => _step.Backward(batch, imagesOfStep, seed));
    }

    private void SayWhereNoEpochArrives(Batch batch)
    {
        if (batch.KnewTheEpoch || _saidNoEpochArrives) return;
        _saidNoEpochArrives = true;
        if (WrappedDatasets.FirstRandom(_training) is { } images)
        {
            TrainingLog.NoEpochArrives(_logger, _training.GetType().Name, images.GetType().Name);
        }
    }

    // detects failures of later batches or layers before training starts
    private void CheckFirst(Batch batch)
    {
        _isChecked = true;
        using var images = batch.ImagesFor(_options);
        _precision.Check(images);
        BatchOfOne.Check(_model, images, _plan, _group);
    }

    private bool Validate(utils.data.Dataset validation, CancellationToken cancellationToken)
    {
        using var average = _average?.Lend();
        var result = Measure(validation, cancellationToken);
        if (!double.IsFinite(result.Loss))
            throw Diverged(FormattableString.Invariant($"the validation loss became {result.Loss}"), _state.Step, _state.LastLearningRate);
        _result = result;
        _report.Validated(_state, result);
        var isBest = !(result.Top1 <= _state.BestTop1);
        if (isBest) _best?.Keep(result);
        return isBest;
    }

    private ValidationResult Measure(utils.data.Dataset validation, CancellationToken cancellationToken) =>
        Evaluation.Run(_model, validation, _options, _validationClasses, _precision, _group, cancellationToken);

    private void EndEpoch(bool isBest)
    {
        var summary = new EpochSummary(
            _state.Epoch + 1, _state.LossSum / _state.ImagesSeen, _state.LastLearningRate, _result?.Loss, _result?.Top1, _result?.Top5,
            _result?.Metrics);
        _state = _state with
        {
            Epoch = _state.Epoch + 1,
            StepInEpoch = 0,
            LossSum = 0,
            ImagesSeen = 0,
            BestTop1 = isBest ? _result!.Top1 : _state.BestTop1,
            Epochs = [.. _state.Epochs, summary],
        };
        TrainingLog.EpochEnded(
            _logger, summary.Epoch, _options.Epochs, summary.TrainingLoss, summary.ValidationLoss, summary.Top1, summary.Top5);
        foreach (var dataset in new[] { _training, _validation })
        {
            if (dataset is ImageFolderDataset { Skipped: { Count: > 0 } skipped })
            {
                TrainingLog.ImagesSkipped(_logger, skipped.Count, dataset.Count, skipped[0].Path);
            }
        }

        if (summary.Metrics is not null) TrainingLog.Measured(_logger, summary.Epoch, summary.Metrics);
        Save(isBest);
        if (Stops(_options.Callbacks?.EpochCompleted, summary)) _isStopped = true;
        if (IsStoppedEarly && _state.Epoch < _options.Epochs)
        {
            TrainingLog.StoppedEarly(_logger, _state.Epoch, _options.EarlyStopping!.Patience);
        }
    }

    private void Save(bool isBest)
    {
        if (_options.Checkpoints is null) return;
        if (NetworkState.FirstNotFinite(_model) is { } name)
            throw Diverged($"\"{name}\" is not finite", _state.Step, _state.LastLearningRate);
        if (_checkpoints is not null) _state = _checkpoints.Save(_state, isBest);
    }

    // the best weights, if requested and available; otherwise the average, if there is one
    private void PlaceFinalWeights()
    {
        if (_best is not null && _best.MoveIntoModel(out var validation)) _result = validation;
        else _average?.MoveIntoModel();
    }

    private TrainingResult Result(TrainingEnd end) =>
        new(_state.Epochs, _state.Step, _result, _checkpoints?.Last, _checkpoints?.Best, end, _clock.Elapsed);

    private TrainingCanceledException Cancelled(CancellationToken cancellationToken) =>
        new(Result(TrainingEnd.Cancelled), cancellationToken);

    private TrainingDivergedException Diverged(string what, long step, double rate) => new(what, step, rate, _checkpoints?.Last);
}

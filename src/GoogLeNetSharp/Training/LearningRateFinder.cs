using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>
/// Finds a learning rate by training for some steps at exponentially increasing rates until the loss diverges (Smith, arXiv 1506.01186),
/// like <c>lr_find</c> of fastai and PyTorch Lightning.
/// </summary>
public static class LearningRateFinder
{
    /// <summary>Minimum number of steps; the suggestion ignores eleven of them.</summary>
    internal const int FewestSteps = 20;

    /// <summary>Runs a sweep. Restores the weights, statistics and mode of the network afterwards and removes gradients.</summary>
    /// <param name="model">The network. It is moved to the device of the options, as for <see cref="Trainer.Fit"/>.</param>
    /// <param name="options">The settings of the planned training. Batches, order, optimizer, loss and precision are used, and the sweep
    /// trains on its first batches. The rate, schedule, moving average, checkpoints and files are ignored.</param>
    /// <param name="training">The training images, repeated for as many epochs as the steps need.</param>
    /// <param name="sweep">Rates and steps, or null for 100 steps from 1e-7 to 10.</param>
    /// <param name="cancellationToken">Cancels after the current step.</param>
    /// <returns>The losses and a suggested rate for <see cref="OptimizerSettings.LearningRate"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><see cref="LearningRateFinderOptions.LargestRate"/> is not above the smallest;
    /// <see cref="TrainerOptions.Communicator"/> is set; or as for <see cref="Trainer.Fit"/>.</exception>
    /// <exception cref="TrainingDivergedException">The first loss is not finite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static LearningRateCurve Run(
        nn.Module<Tensor, Tensor> model,
        TrainerOptions options,
        utils.data.Dataset training,
        LearningRateFinderOptions? sweep = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        sweep ??= new LearningRateFinderOptions();
        if (options.Communicator is not null)
            throw new ArgumentException("options: Communicator: must be null, because the finder runs in one process.", nameof(options));
        if (sweep.LargestRate <= sweep.SmallestRate)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"sweep: LargestRate must be above SmallestRate, {sweep.SmallestRate}, got {sweep.LargestRate}."), nameof(sweep));
        }

        var trainer = new Trainer(model, OptionsOf(options, sweep, training.Count));
        using var state = new NetworkState(model);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var losses = new SweptLosses(sweep, stop.Cancel);
        try
        {
            trainer.Fit(training, progress: losses, cancellationToken: stop.Token);
        }
        catch (TrainingCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
        catch (TrainingDivergedException) when (losses.Points.Count > 0)
        {
            losses.Diverged = true;
        }
        finally
        {
            state.Restore();
        }

        return new LearningRateCurve(losses.Points, losses.Diverged);
    }

    // a short training with enough epochs for the steps
    private static TrainerOptions OptionsOf(TrainerOptions options, LearningRateFinderOptions sweep, long images)
    {
        var stepsPerEpoch = Math.Max(1, EpochPlan.Of(options, images).Steps);
        return options with
        {
            Epochs = (int)((sweep.Steps + stepsPerEpoch - 1) / stepsPerEpoch),
            Optimizer = options.Optimizer with { LearningRate = sweep.SmallestRate },
            Schedule = new LearningRateSchedule.Sweep(sweep.LargestRate / sweep.SmallestRate, sweep.Steps),
            MovingAverageDecay = null,
            EarlyStopping = null,
            RestoreBest = false,
            Checkpoints = null,
            CsvFile = null,
            TensorBoardDirectory = null,
        };
    }
}

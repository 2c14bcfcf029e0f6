using System.Globalization;
using GoogLeNetSharp.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Trains a network to classify images.</summary>
/// <remarks>
/// <para>The network is any module from N x C x H x W to logits N x classes. An <see cref="IHasAuxiliaryHeads"/> is trained with the losses
/// of its heads.</para>
/// <para>Datasets are TorchSharp's, with items like those of <see cref="ImageDataset"/>: an image, float32 C x H x W, by
/// <see cref="ImageDataset.ImageKey"/> and a class index, an int64 scalar, by <see cref="ImageDataset.LabelKey"/>. Items are loaded on
/// several threads, one batch ahead.</para>
/// <para>The training depends on the seed, the settings and the items alone: order, dropout and, in an <see cref="ImageDataset"/>, random
/// transforms are derived from the seed, the epoch and the step. So a training that goes on from a checkpoint gives the losses and weights
/// of one that never stopped, bit for bit where the processor's results do not depend on how work is divided (float32 with one thread). It
/// sets the seed of TorchSharp's global generator before every batch.</para>
/// <para>With <see cref="TrainerOptions.Communicator"/> several processes train one network: each runs the same program and calls
/// <see cref="Fit"/>.</para>
/// </remarks>
public sealed class Trainer
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly ILogger _logger;
    private IReadOnlyList<string>? _classes;        // of the last training set

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The network. It is moved to the device of the options; it stays the caller's.</param>
    /// <param name="options">The settings.</param>
    /// <param name="logger">Gets a message per epoch, per checkpoint and per step (debug); none where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="InvalidOperationException">libtorch's convolutions are wrong in this process:
    /// <see cref="ConvolutionCheck"/>.</exception>
    public Trainer(nn.Module<Tensor, Tensor> model, TrainerOptions options, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ConvolutionCheck.Ensure();
        _model = model;
        Options = options with { Precision = PrecisionFor(options, BFloat16Arithmetic.IsWorthwhile) };
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The settings, with the precision that is used in the place of <see cref="TrainingPrecision.Auto"/>.</summary>
    public TrainerOptions Options { get; }

    /// <summary>Trains for all epochs, or for those that are left after the checkpoint it goes on from, and leaves the network in
    /// evaluation mode.</summary>
    /// <param name="training">The images to learn from.</param>
    /// <param name="validation">Images measured after every epoch, or null. Where both datasets know their class names
    /// (<see cref="IClassNames"/>), labels are compared by name: the validation set may have fewer classes, or another order.</param>
    /// <param name="progress">Told after every step and every validation, on this thread where it is not a
    /// <see cref="Progress{T}"/>.</param>
    /// <param name="cancellationToken">Stops after the current step; where there are checkpoints, the state is saved first.</param>
    /// <returns>The training curves and the last validation. The network then holds the best weights with
    /// <see cref="TrainerOptions.RestoreBest"/>, otherwise the last ones, or their moving average where one is kept.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">A dataset is empty or has more classes than the network, its items lack an image or a label, a
    /// label is not below the number of logits, the validation set has a class that the training set lacks, or an option needs what is not
    /// there; or the network does not take the images, has a layer that cannot compute in
    /// <see cref="TrainerOptions.Precision"/>, has a batch norm that would get one value per channel, or has nothing to train.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint directory is in use by another training, or holds checkpoints, but
    /// <see cref="CheckpointOptions.Resume"/> is not set; or it is set, and they are of other settings or of another network.</exception>
    /// <exception cref="InvalidDataException">There are checkpoints, but none that is not damaged.</exception>
    /// <exception cref="IOException">Another process of <see cref="TrainerOptions.Communicator"/> has failed, or the connection to
    /// it.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no longer a finite number.</exception>
    /// <exception cref="TrainingCanceledException"><paramref name="cancellationToken"/> was cancelled; carries the result so far. The
    /// network is left as at the end of a training.</exception>
    public TrainingResult Fit(
        utils.data.Dataset training,
        utils.data.Dataset? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckDataset(training, nameof(training));
        if (validation is not null) CheckDataset(validation, nameof(validation));
        else CheckNeedsNoValidation();
        CheckClasses(training);
        PlaceModel();
        var mode = _model.training;
        var group = new ProcessGroup(Options.Communicator);
        try
        {
            var result = group.Run(() =>
            {
                using var run = new TrainingRun(_model, Options, group, training, validation, progress, _logger);
                _classes = ClassMap.NamesOf(training);
                return run.ToTheEnd(cancellationToken);
            });
            mode = false;
            return result;
        }
        catch (TrainingCanceledException)
        {
            mode = false;
            throw;
        }
        finally
        {
            _model.train(mode);
        }
    }

    /// <summary>Measures the network as it is, in evaluation mode.</summary>
    /// <param name="dataset">The images. After <see cref="Fit"/>, labels are compared with its training set's by the names of the classes,
    /// where known.</param>
    /// <param name="cancellationToken">Stops after the current batch.</param>
    /// <returns>Loss, top-1, top-5 and confusion matrix.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValidationResult Evaluate(utils.data.Dataset dataset, CancellationToken cancellationToken = default)
    {
        CheckDataset(dataset, nameof(dataset));
        PlaceModel();
        using var precision = new MixedPrecision(_model, Options);
        var group = new ProcessGroup(Options.Communicator);
        return group.Run(() => Evaluation.Run(
            _model, dataset, Options, ClassMap.Between(_classes, dataset, nameof(dataset)), precision, group, cancellationToken));
    }

    private void PlaceModel()
    {
        _model.to(Options.Device);
        MemoryFormat.Apply(_model.parameters(), Options.ChannelsLast);
    }

    private void CheckNeedsNoValidation()
    {
        var name = Options.RestoreBest ? nameof(TrainerOptions.RestoreBest) : Options.EarlyStopping is not null
            ? nameof(TrainerOptions.EarlyStopping) : null;
        if (name is not null) throw new ArgumentException($"validation: {name} needs a validation set, got none.", "validation");
    }

    private void CheckClasses(utils.data.Dataset training)
    {
        if (_model is not IClassifierNetwork { NumClasses: var classes } || ClassMap.NamesOf(training) is not { Count: var labels }
            || labels <= classes)
        {
            return;
        }
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture,
                $"training: expected at most {classes} classes, as the network has, got {labels}; ResetClassifier({labels}) gives it as "
                + $"many."),
            nameof(training));
    }

    /// <summary>The precision that the options lead to.</summary>
    internal static TrainingPrecision PrecisionFor(TrainerOptions options, bool bfloat16IsWorthwhile) => options.Precision switch
    {
        TrainingPrecision.Auto when options.Device.type == DeviceType.CPU && !bfloat16IsWorthwhile => TrainingPrecision.Float32,
        TrainingPrecision.Auto => TrainingPrecision.BFloat16,
        var precision => precision,
    };

    private static void CheckDataset(utils.data.Dataset dataset, string name)
    {
        ArgumentNullException.ThrowIfNull(dataset, name);
        if (dataset.Count < 1) throw new ArgumentException($"{name}: expected at least one image, got none.", name);
    }
}

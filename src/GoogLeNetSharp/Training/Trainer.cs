using System.Globalization;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Trains a network to classify images.</summary>
/// <remarks>
/// <para>The network is any module that maps N x C x H x W to logits N x classes. For an <see cref="IHasAuxiliaryHeads"/>, the losses of
/// the heads are added.</para>
/// <para>Datasets are TorchSharp's, with items like those of <see cref="ImageDataset"/>: an image, float32 C x H x W, by
/// <see cref="ImageDataset.ImageKey"/> and a class index, an int64 scalar, by <see cref="ImageDataset.LabelKey"/>. Items are loaded by
/// several threads, one batch ahead.</para>
/// <para>Training depends only on the seed, the settings and the items: order, dropout and, in an <see cref="ImageDataset"/>, random
/// transforms are derived from the seed, the epoch and the step. A training resumed from a checkpoint therefore gives the same losses and
/// weights as an uninterrupted one, bit for bit if results do not depend on the division of work (float32 with one thread). The trainer
/// sets the seed of TorchSharp's global generator before each batch.</para>
/// <para>With <see cref="TrainerOptions.Communicator"/>, several processes train one network. Each runs the same program and calls
/// <see cref="Fit"/>.</para>
/// </remarks>
public sealed class Trainer
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly ILogger _logger;
    private IReadOnlyList<string>? _classes;        // of the last training set

    /// <summary>Initializes a trainer.</summary>
    /// <param name="model">The network. It is moved to the device of the options and not disposed.</param>
    /// <param name="options">The settings.</param>
    /// <param name="logger">Receives a message per epoch, per checkpoint and per step (debug), or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="InvalidOperationException">libtorch's convolutions return wrong results in this process:
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

    /// <summary>The settings, with <see cref="TrainingPrecision.Auto"/> replaced by the chosen precision.</summary>
    public TrainerOptions Options { get; }

    /// <summary>Trains for all epochs, or for the remaining epochs when resuming from a checkpoint. Leaves the network in evaluation
    /// mode.</summary>
    /// <param name="training">The training images.</param>
    /// <param name="validation">Images evaluated after each epoch, or null. If both datasets know their class names
    /// (<see cref="IClassNames"/>), labels are matched by name: the validation set may have fewer classes or another order.</param>
    /// <param name="progress">Receives a report after each step and validation, on this thread unless it is a
    /// <see cref="Progress{T}"/>.</param>
    /// <param name="cancellationToken">Cancels after the current step; with checkpoints, the state is saved first.</param>
    /// <returns>The training curves and the last validation. The network then has the best weights if
    /// <see cref="TrainerOptions.RestoreBest"/> is set, otherwise the last weights or their moving average.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">A dataset is empty or has more classes than the network, its items lack an image or a label, a
    /// label is not below the number of logits, the validation set has a class that the training set lacks, or a requirement of an option
    /// is not met; or the network does not accept the images, has a layer that does not support <see cref="TrainerOptions.Precision"/>, has
    /// a batch norm that would get one value per channel, or has no trainable parameters.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint directory is in use by another training; it contains checkpoints but
    /// <see cref="CheckpointOptions.Resume"/> is not set; or the checkpoints belong to other settings or another network.</exception>
    /// <exception cref="InvalidDataException">All checkpoints are damaged.</exception>
    /// <exception cref="IOException">Another process of <see cref="TrainerOptions.Communicator"/>, or the connection to it, has
    /// failed.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight is not finite.</exception>
    /// <exception cref="TrainingCanceledException"><paramref name="cancellationToken"/> was cancelled; the exception has the result so far.
    /// The network is in the same state as at the end of a training.</exception>
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

    /// <summary>Evaluates the network on a dataset in evaluation mode.</summary>
    /// <param name="dataset">The images. After <see cref="Fit"/>, labels are matched with those of the training set by class name, if
    /// known.</param>
    /// <param name="cancellationToken">Cancels after the current batch.</param>
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

    /// <summary>Finds the misclassified images with the largest cross entropy, using the current weights.</summary>
    /// <param name="dataset">The images. After <see cref="Fit"/>, its labels are matched to those of the training set by class name, if the
    /// names are known.</param>
    /// <param name="count">Largest number of images to return, 1 or more.</param>
    /// <param name="normalization">The normalization of the images, which is reversed to show them. Null uses that of the
    /// <see cref="ImageDataset"/> which the dataset is or wraps. Without one, the smallest value of an image is shown in black and the
    /// largest in white; unless an image has three channels, only the first is shown.</param>
    /// <param name="cancellationToken">Cancels after the current batch.</param>
    /// <returns>The images by descending cross entropy, with probabilities and Grad-CAM maps; empty if all are classified
    /// correctly.</returns>
    /// <remarks>With <see cref="TrainerOptions.Communicator"/>, each process that calls the method processes all images.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public IReadOnlyList<MisjudgedImage> FindMisjudged(
        utils.data.Dataset dataset, int count = 12, Normalization? normalization = null, CancellationToken cancellationToken = default)
    {
        CheckDataset(dataset, nameof(dataset));
        Require.Positive(count);
        PlaceModel();
        var wasTraining = _model.training;
        _model.eval();
        try
        {
            normalization ??= WrappedDatasets.First(dataset, _ => true)?.Transform.Normalization;
            var images = new MisjudgedImages(_model, Options, normalization);
            return images.Find(dataset, ClassMap.Between(_classes, dataset, nameof(dataset)), count, cancellationToken);
        }
        finally
        {
            _model.train(wasTraining);
        }
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

    /// <summary>Chooses the precision for the options.</summary>
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

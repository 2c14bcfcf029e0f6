using System.Text;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Options for a <see cref="Trainer"/>.</summary>
/// <example><c>new TrainerOptions { Epochs = 200, BatchSize = 128, Optimizer = new OptimizerSettings.Sgd(0.1, weightDecay: 5e-4), Schedule
/// = new LearningRateSchedule.Cosine() }</c></example>
public sealed record TrainerOptions
{
    /// <summary>Number of epochs, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs { get; init => field = TrainingRequire.Positive(value, nameof(Epochs)); } = 10;

    /// <summary>Batch size, 1 or more. The last batch of an epoch may have another size (<see cref="LastBatch"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = TrainingRequire.Positive(value, nameof(BatchSize)); } = 32;

    /// <summary>
    /// Number of batches whose gradients are accumulated for one optimizer step, 1 or more. The gradient is that of the mean loss over all
    /// their images.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int AccumulationSteps { get; init => field = TrainingRequire.Positive(value, nameof(AccumulationSteps)); } = 1;

    /// <summary>Treatment of the images at the end of an epoch that do not fill a batch; a smaller batch by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public LastBatch LastBatch
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(LastBatch), value, $"LastBatch: must be one of {string.Join(", ", Enum.GetNames<LastBatch>())}.");
    }

    /// <summary>Selection and order of the items of an epoch; by default each once, in random order.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TrainingOrder Order { get; init => field = NotNull(value, nameof(Order)); } = new TrainingOrder.Shuffled();

    /// <summary>Optimizer; SGD with rate 0.01 and momentum 0.9 by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public OptimizerSettings Optimizer { get; init => field = NotNull(value, nameof(Optimizer)); } = new OptimizerSettings.Sgd();

    /// <summary>Parameter groups with their own rate or weight decay; for each parameter the first matching group applies. Null for one
    /// rate and decay for all.</summary>
    /// <exception cref="ArgumentNullException">A group is null.</exception>
    public IReadOnlyList<ParameterGroup>? ParameterGroups
    {
        get;
        init => field = value is null
            ? null
            : new ReadableList<ParameterGroup>(value.Select(group => NotNull(group, nameof(ParameterGroups))));
    }

    /// <summary>Learning-rate schedule; cosine by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public LearningRateSchedule Schedule { get; init => field = NotNull(value, nameof(Schedule)); } = new LearningRateSchedule.Cosine();

    /// <summary>Maximum L2 norm of all gradients, which are scaled down if larger; null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double? ClipGradientNorm
    {
        get;
        init => field = value is { } norm ? TrainingRequire.AboveZero(norm, nameof(ClipGradientNorm)) : null;
    }

    /// <summary>
    /// Loss function: from the network's float32 output and the labels, N class indices of type int64, to a scalar, the mean over the
    /// batch. Null for cross entropy with <see cref="LabelSmoothing"/> and <see cref="ClassWeights"/>, which cannot be combined with
    /// another loss. Also applied to each auxiliary head.
    /// </summary>
    public Func<Tensor, Tensor, Tensor>? Loss { get; init; }

    /// <summary>Label smoothing: share of the target distributed evenly over the classes, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public double LabelSmoothing { get; init => field = Require.Probability(value, nameof(LabelSmoothing)); }

    /// <summary>Mixing of images, or null for none. Cannot be combined with <see cref="ClassWeights"/> and
    /// <see cref="Communicator"/>.</summary>
    public BatchMixing? Mixing { get; init; }

    /// <summary>Whether validation and <see cref="Trainer.Evaluate"/> use the mean logits of each image and its horizontal flip.</summary>
    public bool TestTimeFlip { get; init; }

    /// <summary>Weight of each class in the training loss, above 0, as in PyTorch's <c>cross_entropy</c>; null for equal weights.</summary>
    /// <remarks>The loss of a step is the weighted mean over all its images, including accumulated batches. Validation does not use
    /// weights.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive or not finite.</exception>
    public IReadOnlyList<double>? ClassWeights
    {
        get;
        init => field = value is null
            ? null : new ReadableList<double>(value.Select(weight => TrainingRequire.AboveZero(weight, nameof(ClassWeights))));
    }

    /// <summary>
    /// Weight of each auxiliary head's loss, 0 or more, for an <see cref="IHasAuxiliaryHeads"/> that has heads: 0.3 as in the paper. With
    /// 0, the heads are not run.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double AuxiliaryWeight { get; init => field = TrainingRequire.NotNegative(value, nameof(AuxiliaryWeight)); } = 0.3;

    /// <summary>
    /// Decay of a moving average of the weights, in [0, 1), or null for none: the paper's Polyak averaging in exponential form. Validation
    /// uses the average, and the model has it when training ends. The first updates use the smaller decay (1 + updates) / (10 + updates),
    /// so that the initial weights are forgotten.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public double? MovingAverageDecay
    {
        get;
        init => field = value is { } decay ? Require.Probability(decay, nameof(MovingAverageDecay)) : null;
    }

    /// <summary>Precision of training.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public TrainingPrecision Precision
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Precision), value, $"Precision: must be one of {string.Join(", ", Enum.GetNames<TrainingPrecision>())}.");
    }

    /// <summary>
    /// Whether to use channels-last memory for images and convolution weights, which makes libtorch's convolutions faster. Shapes stay N x
    /// C x H x W.
    /// </summary>
    public bool ChannelsLast { get; init; } = true;

    /// <summary>Device of training; the network is moved to it.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Device Device { get; init => field = NotNull(value, nameof(Device)); } = CPU;

    /// <summary>
    /// Processes that train together, or null for a single process. Each processes its share of each batch: <see cref="BatchSize"/> is the
    /// total, and gradients, loss, metrics and data order equal those of one process. Only process 0 reads and writes files and reports
    /// progress.
    /// </summary>
    /// <remarks>All processes start from the weights of process 0. An error in one process aborts all, with its message; a cancelled token
    /// in one stops all after the same step.</remarks>
    public ICommunicator? Communicator { get; init; }

    /// <summary>
    /// Whether batch norm uses the statistics of the whole batch, like a single process, or those of each process's share (like PyTorch's
    /// <c>DistributedDataParallel</c>), which saves two small messages per layer and batch. Running statistics are always those of the
    /// whole batch. No effect without <see cref="Communicator"/>.
    /// </summary>
    public bool SynchronizedBatchNorm { get; init; } = true;

    /// <summary>Seed of the order of the images and of the network's random numbers (dropout). The same seed gives the same
    /// training.</summary>
    public long Seed { get; init; }

    /// <summary>Number of images loaded concurrently, 1 or more; the number of processors by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int LoaderWorkers { get; init => field = TrainingRequire.Positive(value, nameof(LoaderWorkers)); } = Environment.ProcessorCount;

    /// <summary>Early stopping, or null for none. Requires a validation set.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Whether to restore the weights with the best validation accuracy (top-1) when training ends, stops early or is cancelled. Requires a
    /// validation set. The weights are kept in memory and, with checkpoints, in a checkpoint.
    /// </summary>
    public bool RestoreBest { get; init; }

    /// <summary>What every validation and <see cref="Trainer.Evaluate"/> measure besides loss and accuracy, or null for no more.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    /// <exception cref="ArgumentNullException">A metric is null.</exception>
    public IReadOnlyList<TrainingMetric>? Metrics
    {
        get;
        init => field = value is null
            ? null : NamedApart(new ReadableList<TrainingMetric>(value.Select(metric => NotNull(metric, nameof(Metrics)))));
    }

    /// <summary>Code that is run after steps and epochs and may end the training, or null for none.</summary>
    public TrainingCallbacks? Callbacks { get; init; }

    /// <summary>Checkpoints, or null for none.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>File for a line per step and per validation as comma-separated values, or null for none.</summary>
    public string? CsvFile { get; init; }

    /// <summary>Directory of TensorBoard's event files, or null for none.</summary>
    public string? TensorBoardDirectory { get; init; }

    private static ReadableList<TrainingMetric> NamedApart(ReadableList<TrainingMetric> metrics)
    {
        var twice = metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? metrics : throw new ArgumentException($"{nameof(Metrics)}: \"{twice.Key}\" comes twice.", nameof(Metrics));
    }

    private static T NotNull<T>(T value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    /// <summary>Returns the settings in one line; for the loss, whether it is set.</summary>
    public override string ToString()
    {
        var members = new StringBuilder();
        PrintMembers(members);
        if (Loss is not null) members.Replace(Loss.ToString()!, "set");
        return $"{nameof(TrainerOptions)} {{ {members} }}";
    }
}

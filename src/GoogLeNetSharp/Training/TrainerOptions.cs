using System.Text;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>The settings of a <see cref="Trainer"/>, changed with <c>with { ... }</c>.</summary>
/// <example><c>new TrainerOptions { Epochs = 200, BatchSize = 128, Optimizer = new OptimizerSettings.Sgd(0.1, weightDecay: 5e-4), Schedule
/// = new LearningRateSchedule.Cosine() }</c></example>
public sealed record TrainerOptions
{
    /// <summary>How often all images are seen, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Epochs { get; init => field = TrainingRequire.Positive(value, nameof(Epochs)); } = 10;

    /// <summary>Images that go through the network at once, 1 or more. The last batch of an epoch may be another size
    /// (<see cref="LastBatch"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int BatchSize { get; init => field = TrainingRequire.Positive(value, nameof(BatchSize)); } = 32;

    /// <summary>
    /// Batches whose gradients are added up for one step of the optimizer, 1 or more. The gradient is that of the mean loss over all their
    /// images.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int AccumulationSteps { get; init => field = TrainingRequire.Positive(value, nameof(AccumulationSteps)); } = 1;

    /// <summary>What happens to the images at the end of an epoch that do not fill a batch: a smaller batch unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that the enumeration does not name.</exception>
    public LastBatch LastBatch
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(LastBatch), value, $"LastBatch: must be one of {string.Join(", ", Enum.GetNames<LastBatch>())}.");
    }

    /// <summary>Which items an epoch has, and in what order: each once, in random order, unless set.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public TrainingOrder Order { get; init => field = NotNull(value, nameof(Order)); } = new TrainingOrder.Shuffled();

    /// <summary>The optimizer: SGD with rate 0.01 and momentum 0.9 unless set.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public OptimizerSettings Optimizer { get; init => field = NotNull(value, nameof(Optimizer)); } = new OptimizerSettings.Sgd();

    /// <summary>Parameters with a rate or a weight decay of their own: of the groups that have a parameter, the first counts. Null: one
    /// rate and one decay for all.</summary>
    /// <exception cref="ArgumentNullException">A group is null.</exception>
    public IReadOnlyList<ParameterGroup>? ParameterGroups
    {
        get;
        init => field = value is null
            ? null
            : new ReadableList<ParameterGroup>(value.Select(group => NotNull(group, nameof(ParameterGroups))));
    }

    /// <summary>How the rate goes: cosine unless set.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public LearningRateSchedule Schedule { get; init => field = NotNull(value, nameof(Schedule)); } = new LearningRateSchedule.Cosine();

    /// <summary>Largest L2 norm of all gradients together; larger ones are scaled down to it. Null for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below.</exception>
    public double? ClipGradientNorm
    {
        get;
        init => field = value is { } norm ? TrainingRequire.AboveZero(norm, nameof(ClipGradientNorm)) : null;
    }

    /// <summary>
    /// The loss of a batch: from the network's output, float32, and the labels, N class indices of type int64, to a scalar, the mean over
    /// the batch. Null: cross entropy with <see cref="LabelSmoothing"/> and <see cref="ClassWeights"/>, which another loss excludes. Where
    /// a network has auxiliary heads, it is computed for each.
    /// </summary>
    public Func<Tensor, Tensor, Tensor>? Loss { get; init; }

    /// <summary>Share of the target spread evenly over the classes, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double LabelSmoothing { get; init => field = Require.Probability(value, nameof(LabelSmoothing)); }

    /// <summary>Training on mixtures of two images, or null for images as they are. Excludes <see cref="ClassWeights"/> and
    /// <see cref="Communicator"/>.</summary>
    public BatchMixing? Mixing { get; init; }

    /// <summary>Whether an image is measured by the mean of its logits and its mirror image's, in validation and
    /// <see cref="Trainer.Evaluate"/>.</summary>
    public bool TestTimeFlip { get; init; }

    /// <summary>Weight of each class in the training loss, above 0, as in PyTorch's <c>cross_entropy</c>; null for equal weights.</summary>
    /// <remarks>The loss of a step is the weighted mean over its images, accumulation included. Validation is measured without
    /// weights.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A weight is 0 or below, or not finite.</exception>
    public IReadOnlyList<double>? ClassWeights
    {
        get;
        init => field = value is null
            ? null : new ReadableList<double>(value.Select(weight => TrainingRequire.AboveZero(weight, nameof(ClassWeights))));
    }

    /// <summary>
    /// Weight of each auxiliary head's loss, 0 or more, for an <see cref="IHasAuxiliaryHeads"/> that has heads: 0.3 as in the paper. With 0
    /// the heads are not run.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0.</exception>
    public double AuxiliaryWeight { get; init => field = TrainingRequire.NotNegative(value, nameof(AuxiliaryWeight)); } = 0.3;

    /// <summary>
    /// Decay of a moving average of the weights, in [0, 1), or null for none: the paper's Polyak averaging, in exponential form. Validation
    /// measures the average, and the model holds it when training ends. The first updates use the smaller (1 + updates) / (10 + updates),
    /// so that the start is forgotten.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double? MovingAverageDecay
    {
        get;
        init => field = value is { } decay ? Require.Probability(decay, nameof(MovingAverageDecay)) : null;
    }

    /// <summary>The type in which the network computes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that the enumeration does not name.</exception>
    public TrainingPrecision Precision
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Precision), value, $"Precision: must be one of {string.Join(", ", Enum.GetNames<TrainingPrecision>())}.");
    }

    /// <summary>
    /// Whether images and convolution weights are laid out with the channels last in memory, which libtorch's convolutions are faster with.
    /// Shapes stay N x C x H x W.
    /// </summary>
    public bool ChannelsLast { get; init; } = true;

    /// <summary>Where the network is trained; it is moved there.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public Device Device { get; init => field = NotNull(value, nameof(Device)); } = CPU;

    /// <summary>
    /// The processes that train together, or null for this one alone. Each takes its share of every batch: <see cref="BatchSize"/> is that
    /// of all together, and gradients, loss, metrics and the data's order are those of one process. Process 0 alone reads and writes
    /// checkpoints and other files and reports progress.
    /// </summary>
    /// <remarks>The network starts from process 0's weights. An error in one process ends all, with its message; a cancelled token in one
    /// stops all after the same step.</remarks>
    public ICommunicator? Communicator { get; init; }

    /// <summary>
    /// Whether batch norm normalises by the statistics of the whole batch, as one process would, or of each process's share of it (plain,
    /// as in PyTorch's
    /// <c>DistributedDataParallel</c>), which saves two small messages a layer and batch. Running statistics are those of the whole batch
    /// in both cases. Without
    /// <see cref="Communicator"/> there is no difference.
    /// </summary>
    public bool SynchronizedBatchNorm { get; init; } = true;

    /// <summary>Decides the order of the images and every random number of the network (dropout). The same seed gives the same
    /// training.</summary>
    public long Seed { get; init; }

    /// <summary>Images loaded at the same time, 1 or more; the number of processors unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int LoaderWorkers { get; init => field = TrainingRequire.Positive(value, nameof(LoaderWorkers)); } = Environment.ProcessorCount;

    /// <summary>Ends the training before its last epoch, or null for all epochs. Needs a validation set.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Whether the network gets back the weights of its best validation (top-1) when the training ends, is stopped early or is cancelled.
    /// Needs a validation set; they are kept in memory, and in a checkpoint where there are checkpoints.
    /// </summary>
    public bool RestoreBest { get; init; }

    /// <summary>Checkpoints, or null for none.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>File that gets a line per step and per validation as comma-separated values, or null for none.</summary>
    public string? CsvFile { get; init; }

    /// <summary>Directory of TensorBoard's event files, or null for none.</summary>
    public string? TensorBoardDirectory { get; init; }

    private static T NotNull<T>(T value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    /// <summary>The settings in one line; of the loss, whether it is set.</summary>
    public override string ToString()
    {
        var members = new StringBuilder();
        PrintMembers(members);
        if (Loss is not null) members.Replace(Loss.ToString()!, "set");
        return $"{nameof(TrainerOptions)} {{ {members} }}";
    }
}

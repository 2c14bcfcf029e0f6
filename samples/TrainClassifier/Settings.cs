using System.CommandLine;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>What the command line asks for; null where the kind of data decides (see <see cref="DataSource"/>).</summary>
internal sealed record Settings
{
    private static readonly Option<string?> DataOption = new("--data")
    {
        Description = "Train on this folder: one subfolder of images per class, or the subfolders train and val of such. Without it, drawn shapes",
    };

    private static readonly Option<string?> Cifar10Option = new("--cifar10") { Description = "Train on CIFAR-10: the folder of its binary files" };
    private static readonly Option<string> OutputOption = new("--output")
    {
        Description = "Directory for checkpoints, curves and weights",
        DefaultValueFactory = _ => "runs/train",
    };

    private static readonly Option<bool> ResumeOption = new("--resume") { Description = "Go on from the latest checkpoint in the output directory" };
    private static readonly Option<GoogLeNetPreset?> PresetOption = Named<GoogLeNetPreset>("--preset", "The network: Cifar for shapes and CIFAR-10, TorchVision for --data");
    private static readonly Option<string?> WeightsOption = new("--weights") { Description = "Start from this weights file; its classifier is replaced where the classes differ in number" };
    private static readonly Option<bool?> TransformInputOption = new("--transform-input")
    {
        Description = "Whether images are put through torchvision's transform_input: on for --weights of the preset TorchVision that do not say, "
            + "such as the published googlenet-1378be20.pth; otherwise off",
    };

    private static readonly Option<string?> FreezeOption = new("--freeze") { Description = "Keep the stages up to this one as they are, for example inception4e" };
    private static readonly Option<int?> EpochsOption = Numbers.Whole("--epochs", 1, 100_000, "How often all images are seen");
    private static readonly Option<int?> BatchOption = Numbers.Whole("--batch", 1, 65_536, "Images per batch");
    private static readonly Option<int?> AccumulateOption = Numbers.Whole("--accumulate", 1, 65_536, "Batches per step of the optimizer, 1 unless set");
    private static readonly Option<LastBatch?> LastBatchOption = Named<LastBatch>(
        "--last-batch", "What happens to images that do not fill a batch: Keep, Drop or Merge; Keep unless set");
    private static readonly Option<bool> BalancedOption = new("--balanced") { Description = "Draw every class equally often" };
    private static readonly Option<int?> PatienceOption = Numbers.Whole(
        "--patience", 1, 100_000, "Epochs without a better top-1 after which training stops, with the best weights; all epochs unless set");
    private static readonly Option<int?> SizeOption = Numbers.Whole("--size", 8, 1024, "Side of the images in pixels: 24 for shapes, 224 for --data");
    private static readonly Option<int?> ImagesOption = Numbers.Whole("--images", 10, 10_000_000, "Drawn shapes to train on");
    private static readonly Option<int?> SeedOption = Numbers.Whole("--seed", 0, int.MaxValue, "Seed of everything random, 0 unless set");
    private static readonly Option<int?> EveryOption = Numbers.Whole("--checkpoint-every", 1, int.MaxValue, "Steps between checkpoints, beside those at the end of epochs");
    private static readonly Option<OptimizerName?> OptimizerOption = Named<OptimizerName>("--optimizer", "AdamW for shapes, Sgd for --data and --cifar10");
    private static readonly Option<ScheduleName?> ScheduleOption = Named<ScheduleName>("--schedule", "How the rate goes, Cosine unless set");
    private static readonly Option<double?> RateOption = Numbers.Real("--rate", 0, 1e3, "Learning rate", zero: false);
    private static readonly Option<double?> DecayOption = Numbers.Real("--weight-decay", 0, 10, "Weight decay");
    private static readonly Option<double?> WarmupOption = Numbers.Real("--warmup", 0, 1000, "Epochs in which the rate rises");
    private static readonly Option<double?> SmoothingOption = Numbers.Real("--label-smoothing", 0, 0.99, "Share of the target spread over the classes, 0 unless set");
    private static readonly Option<double?> ClipOption = Numbers.Real("--clip", 0, 1e9, "Largest norm of the gradients", zero: false);
    private static readonly Option<double?> AverageOption = Numbers.Real("--average", 0, 0.99999, "Decay of the weights' moving average, none unless set");
    private static readonly Option<TrainingPrecision?> PrecisionOption = Named<TrainingPrecision>("--precision", "BFloat16 (mixed) unless set");

    public string? Data { get; private init; }

    public string? Cifar10 { get; private init; }

    public required string Output { get; init; }

    public bool Resume { get; private init; }

    public GoogLeNetPreset? Preset { get; private init; }

    public string? Weights { get; private init; }

    public bool? TransformInput { get; private init; }

    public string? Freeze { get; private init; }

    public int? Epochs { get; private init; }

    public int? Batch { get; private init; }

    public int? Accumulate { get; private init; }

    public LastBatch? LastBatch { get; private init; }

    public bool Balanced { get; private init; }

    public int? Patience { get; private init; }

    public int? Size { get; private init; }

    public int? Images { get; private init; }

    public int? Seed { get; private init; }

    public int? CheckpointEvery { get; private init; }

    public OptimizerName? Optimizer { get; private init; }

    public ScheduleName? Schedule { get; private init; }

    public double? Rate { get; private init; }

    public double? WeightDecay { get; private init; }

    public double? Warmup { get; private init; }

    public double? LabelSmoothing { get; private init; }

    public double? Clip { get; private init; }

    public double? Average { get; private init; }

    public TrainingPrecision? Precision { get; private init; }

    /// <summary>The command, with <paramref name="run"/> behind it; <c>--help</c> comes with it.</summary>
    public static RootCommand Command(Func<Settings, int> run)
    {
        var command = new RootCommand("Trains GoogLeNet to classify images: drawn shapes, a folder of yours, or CIFAR-10.")
        {
            DataOption, Cifar10Option, OutputOption, ResumeOption, PresetOption, WeightsOption, TransformInputOption, FreezeOption, EpochsOption,
            BatchOption, AccumulateOption, LastBatchOption, BalancedOption, PatienceOption, SizeOption, ImagesOption, SeedOption, EveryOption, OptimizerOption, ScheduleOption, RateOption, DecayOption, WarmupOption, SmoothingOption,
            ClipOption, AverageOption, PrecisionOption,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(DataOption) is not null && result.GetValue(Cifar10Option) is not null) result.AddError("--data and --cifar10: expected one of them, got both.");
        });
        command.SetAction(parsed => run(From(parsed)));
        return command;
    }

    private static Settings From(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(DataOption),
        Cifar10 = parsed.GetValue(Cifar10Option),
        Output = parsed.GetValue(OutputOption)!,
        Resume = parsed.GetValue(ResumeOption),
        Preset = parsed.GetValue(PresetOption),
        Weights = parsed.GetValue(WeightsOption),
        TransformInput = parsed.GetValue(TransformInputOption),
        Freeze = parsed.GetValue(FreezeOption),
        Epochs = parsed.GetValue(EpochsOption),
        Batch = parsed.GetValue(BatchOption),
        Accumulate = parsed.GetValue(AccumulateOption),
        LastBatch = parsed.GetValue(LastBatchOption),
        Balanced = parsed.GetValue(BalancedOption),
        Patience = parsed.GetValue(PatienceOption),
        Size = parsed.GetValue(SizeOption),
        Images = parsed.GetValue(ImagesOption),
        Seed = parsed.GetValue(SeedOption),
        CheckpointEvery = parsed.GetValue(EveryOption),
        Optimizer = parsed.GetValue(OptimizerOption),
        Schedule = parsed.GetValue(ScheduleOption),
        Rate = parsed.GetValue(RateOption),
        WeightDecay = parsed.GetValue(DecayOption),
        Warmup = parsed.GetValue(WarmupOption),
        LabelSmoothing = parsed.GetValue(SmoothingOption),
        Clip = parsed.GetValue(ClipOption),
        Average = parsed.GetValue(AverageOption),
        Precision = parsed.GetValue(PrecisionOption),
    };

    private static Option<T?> Named<T>(string name, string description) where T : struct, Enum => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)) return Enum.Parse<T>(text, ignoreCase: true);
            argument.AddError($"{name}: expected one of {string.Join(", ", Enum.GetNames<T>())}, got '{text}'.");
            return null;
        },
    };
}

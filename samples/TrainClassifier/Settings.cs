using System.CommandLine;
using System.Text.Json;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Settings from the command line; null for the default of the data's <see cref="Recipe"/>.</summary>
internal sealed record Settings
{
    private static readonly Option<string?> DataOption = new("--data")
    {
        Description =
            "Train on this folder: one subfolder of images per class, or subfolders train and val that contain them. Default: drawn shapes",
    };

    private static readonly Option<DatasetName?> DatasetOption =
        Named<DatasetName>("--dataset",
            $"Train on a published dataset: {string.Join(", ", Enum.GetValues<DatasetName>().Select(Spelling))}");

    private static readonly Option<string?> FolderOption = new("--folder")
    {
        Description = $"The folder with the files of --dataset [default for fashion-mnist: {DataSource.DebianFashionMnist}]",
    };

    private static readonly Option<NetworkName?> NetworkOption =
        Named<NetworkName>("--network", $"Network {Recipe.Defaults(recipe => recipe.Network)}");

    private static readonly Option<string> OutputOption = new("--output")
    {
        Description = "Directory for checkpoints, curves and weights",
        DefaultValueFactory = _ => "runs/train",
    };

    private static readonly Option<string?> ReportOption = new("--report")
    {
        Description = "Write an HTML page on the training to this file: curves, confusion matrix, classes, "
            + "the images it got most wrong, settings",
    };

    private static readonly Option<bool> ResumeOption =
        new("--resume") { Description = "Resume from the latest checkpoint in the output directory" };
    private static readonly Option<GoogLeNetPreset?> PresetOption =
        Named<GoogLeNetPreset>("--preset", $"Preset of GoogLeNet {Recipe.Defaults(recipe => recipe.Preset)}");
    private static readonly Option<string?> WeightsOption = new("--weights")
    {
        Description = "Start from this weights file; its classifier is replaced if the number of classes differs",
    };

    private static readonly Option<bool?> TransformInputOption = new("--transform-input")
    {
        Description =
            "Whether to apply torchvision's transform_input [default: true for --weights of the preset TorchVision without this setting, "
            + "such as the published googlenet-1378be20.pth]",
    };

    private static readonly Option<string?> FreezeOption =
        new("--freeze") { Description = "Freeze the stages up to this one, for example inception4e" };
    private static readonly Option<int?> EpochsOption =
        Numbers.Whole("--epochs", 1, 100_000, $"Number of epochs {Recipe.Defaults(recipe => recipe.Epochs)}");
    private static readonly Option<int?> BatchOption =
        Numbers.Whole("--batch", 1, 65_536, $"Images per batch {Recipe.Defaults(recipe => recipe.Batch)}");
    private static readonly Option<int?> AccumulateOption =
        Numbers.Whole("--accumulate", 1, 65_536, "Batches per optimizer step [default: 1]");
    private static readonly Option<LastBatch?> LastBatchOption =
        Named<LastBatch>("--last-batch", "Treatment of images that do not fill a batch [default: Keep]");
    private static readonly Option<bool> BalancedOption = new("--balanced") { Description = "Sample every class equally often" };
    private static readonly Option<int?> PatienceOption = Numbers.Whole(
        "--patience", 1, 100_000, "Epochs without a better top-1 after which training stops, with the best weights [default: all epochs]");

    private static readonly Option<int?> SizeOption = Numbers.Whole(
        "--size", 8, 1024, $"Side of the images in pixels {Recipe.Defaults(recipe => recipe.Size)}");

    private static readonly Option<int?> ImagesOption = Numbers.Whole(
        "--images", 10, 10_000_000,
        $"Number of training images, from the start of the dataset [default: {DataSource.ShapesToTrainOn} for shapes, all otherwise]");

    private static readonly Option<int?> SeedOption = Numbers.Whole("--seed", 0, int.MaxValue, "Seed of all random numbers [default: 0]");
    private static readonly Option<int?> EveryOption = Numbers.Whole(
        "--checkpoint-every", 1, int.MaxValue,
        "Steps between checkpoints, in addition to the one at the end of every epoch [default: none]");

    private static readonly Option<OptimizerName?> OptimizerOption = Named<OptimizerName>(
        "--optimizer", $"Optimizer {Recipe.Defaults(recipe => recipe.Optimizer)}");

    private static readonly Option<ScheduleName?> ScheduleOption =
        Named<ScheduleName>("--schedule", "Learning-rate schedule [default: Cosine]");
    private static readonly Option<double?> RateOption = Numbers.Real(
        "--rate", 0, 1e3, $"Learning rate {Recipe.Defaults(recipe => recipe.Rate)}", zero: false);

    private static readonly Option<bool> FindRateOption = new("--find-rate")
    {
        Description = "Instead of training, find a learning rate, print the suggestion and write learning-rate.png to the output directory",
    };

    private static readonly Option<double?> DecayOption = Numbers.Real(
        "--weight-decay", 0, 10, $"Weight decay {Recipe.Defaults(recipe => recipe.WeightDecay)}");

    private static readonly Option<double?> WarmupOption =
        Numbers.Real("--warmup", 0, 1000, $"Epochs of warm-up {Recipe.Defaults(recipe => recipe.Warmup)}");
    private static readonly Option<double?> SmoothingOption = Numbers.Real("--label-smoothing", 0, 0.99, "Label smoothing [default: 0]");
    private static readonly Option<double?> MixupOption =
        Numbers.Real("--mixup", 0, 100,
            "Train on mixtures of two images, with shares from the beta distribution with this parameter [default: none]",
            zero: false);
    private static readonly Option<AugmentName?> AugmentOption =
        Named<AugmentName>("--augment", "Automatic augmentation, after flips and crops [default: none]");
    private static readonly Option<double?> EraseOption =
        Numbers.Real("--erase", 0, 1, "Probability of erasing a rectangle of a training image [default: 0]");
    private static readonly Option<double?> BackboneRateOption = Numbers.Real(
        "--backbone-rate", 0, 1000,
        "Learning-rate factor of all layers except the classifier, for --weights [default: 1]", zero: false);
    private static readonly Option<double?> ClipOption =
        Numbers.Real("--clip", 0, 1e9, "Largest gradient norm [default: none]", zero: false);
    private static readonly Option<double?> AverageOption = Numbers.Real(
        "--average", 0, 0.99999, "Decay of a moving average of the weights [default: no average]");

    private static readonly Option<TrainingPrecision?> PrecisionOption = Named<TrainingPrecision>(
        "--precision", "Precision [default: Auto: BFloat16 (mixed) if the processor supports it, otherwise Float32]");

    public string? Data { get; private init; }

    public DatasetName? Dataset { get; private init; }

    public string? Folder { get; private init; }

    public NetworkName? Network { get; private init; }

    public required string Output { get; init; }

    public string? Report { get; private init; }

    /// <summary>What the images are called.</summary>
    public string DataName => Data ?? (Dataset is { } dataset ? Spelling(dataset) : "drawn shapes");

    public string Checkpoints => Path.Combine(Output, "checkpoints");

    public bool HasCheckpoints => Directory.Exists(Checkpoints)
        && Directory.EnumerateFiles(Checkpoints, "step-??????????.safetensors", new EnumerationOptions()).Any();

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

    public bool FindRate { get; private init; }

    public double? WeightDecay { get; private init; }

    public double? Warmup { get; private init; }

    public double? LabelSmoothing { get; private init; }

    public double? Mixup { get; private init; }

    public AugmentName? Augment { get; private init; }

    public double? Erase { get; private init; }

    public double? BackboneRate { get; private init; }

    public double? Clip { get; private init; }

    public double? Average { get; private init; }

    public TrainingPrecision? Precision { get; private init; }

    /// <summary>Creates the command, which calls <paramref name="run"/> and supports <c>--help</c>.</summary>
    public static RootCommand Command(Func<Settings, int> run)
    {
        var command = new RootCommand("Trains a network to classify images: drawn shapes, a folder of images, or a published dataset.")
        {
            DataOption, DatasetOption, FolderOption, OutputOption, ReportOption, ResumeOption, NetworkOption, PresetOption,
                WeightsOption,
                TransformInputOption, FreezeOption, EpochsOption,
            BatchOption, AccumulateOption, LastBatchOption, BalancedOption, PatienceOption, SizeOption, ImagesOption, SeedOption,
            EveryOption,
            OptimizerOption, ScheduleOption, RateOption, FindRateOption, DecayOption, WarmupOption, SmoothingOption, MixupOption,
            AugmentOption,
            EraseOption, BackboneRateOption, ClipOption, AverageOption, PrecisionOption,
        };
        command.Validators.Add(result =>
        {
            var (data, dataset) = (IsGiven(DataOption), IsGiven(DatasetOption));
            if (data && dataset) result.AddError("--data and --dataset: expected one of them, got both.");
            if (!data && !dataset && (IsGiven(AugmentOption) || IsGiven(EraseOption)))
            {
                result.AddError("--augment and --erase: need --data or --dataset.");
            }
            if (IsGiven(FolderOption) && !dataset) result.AddError("--folder: needs --dataset.");

            bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };      // not its value, which may be invalid
        });
        command.SetAction(parsed => run(From(parsed)));
        return command;
    }

    /// <summary>Gets the command-line name of a value: lower case with hyphens for datasets, otherwise as in code.</summary>
    public static string Spelling<T>(T value)
        where T : struct, Enum =>
        value is DatasetName ? JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) : value.ToString();

    private static Settings From(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(DataOption),
        Dataset = parsed.GetValue(DatasetOption),
        Folder = parsed.GetValue(FolderOption),
        Network = parsed.GetValue(NetworkOption),
        Output = parsed.GetValue(OutputOption)!,
        Report = parsed.GetValue(ReportOption),
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
        FindRate = parsed.GetValue(FindRateOption),
        WeightDecay = parsed.GetValue(DecayOption),
        Warmup = parsed.GetValue(WarmupOption),
        LabelSmoothing = parsed.GetValue(SmoothingOption),
        Mixup = parsed.GetValue(MixupOption),
        Augment = parsed.GetValue(AugmentOption),
        Erase = parsed.GetValue(EraseOption),
        BackboneRate = parsed.GetValue(BackboneRateOption),
        Clip = parsed.GetValue(ClipOption),
        Average = parsed.GetValue(AverageOption),
        Precision = parsed.GetValue(PrecisionOption),
    };

    private static Option<T?> Named<T>(string name, string description) where T : struct, Enum => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var (text, names) = (argument.Tokens[0].Value, Enum.GetValues<T>().Select(Spelling));
            foreach (var value in Enum.GetValues<T>())
                if (string.Equals(Spelling(value), text, StringComparison.OrdinalIgnoreCase)) return value;
            argument.AddError($"{name}: expected one of {string.Join(", ", names)}, got '{text}'.");
            return null;
        },
    };
}

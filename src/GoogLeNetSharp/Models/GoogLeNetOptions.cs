using System.Text.Json;

namespace GoogLeNetSharp;

/// <summary>
/// The settings of a <see cref="GoogLeNet"/>: a preset, changed with <c>with { ... }</c> or, in F#, with properties in the constructor
/// call.
/// </summary>
/// <example><c>new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = 10, AuxiliaryHeads = false })</c></example>
public sealed record GoogLeNetOptions
{
    /// <summary>Initializes the settings of a preset.</summary>
    /// <param name="preset">The preset.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="preset"/> is not defined by the enumeration.</exception>
    public GoogLeNetOptions(GoogLeNetPreset preset)
    {
        Preset = preset;
        switch (preset)
        {
            case GoogLeNetPreset.Default:
                break;
            case GoogLeNetPreset.Paper:
                Dropout = 0.4;
                AuxiliaryHeads = true;
                Initialization = WeightInitialization.Xavier;
                break;
            case GoogLeNetPreset.TorchVision:
                Dropout = 0.2;
                AuxiliaryHeads = true;
                Initialization = WeightInitialization.Normal;
                Branch5x5Kernel = 3;
                break;
            case GoogLeNetPreset.Cifar:
                NumClasses = 10;
                Dropout = 0.2;
                Initialization = WeightInitialization.Kaiming;
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(preset), preset, $"preset: must be one of {string.Join(", ", Enum.GetNames<GoogLeNetPreset>())}.");
        }
    }

    /// <summary>The network of the course notes: 3 x 224 x 224 images, 1000 classes, 5x5 branches, no normalisation, no heads, no
    /// dropout.</summary>
    public static GoogLeNetOptions Default { get; } = new(GoogLeNetPreset.Default);

    /// <summary>
    /// Szegedy et al. 2014 (arXiv 1409.4842), table 1: local response normalisation, ceil-mode pools, 5x5 branches, dropout 0.4 and two
    /// auxiliary heads with dropout 0.7; weights as in Caffe's bvlc_googlenet.
    /// </summary>
    public static GoogLeNetOptions Paper { get; } = new(GoogLeNetPreset.Paper);

    /// <summary>
    /// torchvision's <c>googlenet</c> (torchvision/models/googlenet.py): batch norm, 3x3 kernels in the "5x5" branch, dropout 0.2, two
    /// auxiliary heads; weights from N(0, 0.01).
    /// </summary>
    public static GoogLeNetOptions TorchVision { get; } = new(GoogLeNetPreset.TorchVision);

    /// <summary>
    /// For 3 x 32 x 32 images and 10 classes: batch norm, a stem of three 3x3 convolutions at full size, three pools in all, global
    /// pooling.
    /// </summary>
    public static GoogLeNetOptions Cifar { get; } = new(GoogLeNetPreset.Cifar);

    /// <summary>The preset that determines the stages.</summary>
    public GoogLeNetPreset Preset { get; }

    /// <summary>Number of classes, 1 or more: the length of the logits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long NumClasses { get; init => field = Require.Positive(value, nameof(NumClasses)); } = 1000;

    /// <summary>Channels of the images, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long InputChannels { get; init => field = Require.Positive(value, nameof(InputChannels)); } = 3;

    /// <summary>
    /// Probability of zeroing a feature in training before the first linear layer, in [0, 1). With 0, the network has no <c>dropout</c>
    /// stage.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public double Dropout { get; init => field = Require.Probability(value, nameof(Dropout)); }

    /// <summary>Whether the network has the auxiliary heads <c>aux1</c> (after inception4a) and <c>aux2</c> (after inception4d).</summary>
    public bool AuxiliaryHeads { get; init; }

    /// <summary>Probability of zeroing a hidden feature of the auxiliary heads in training, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public double AuxiliaryDropout { get; init => field = Require.Probability(value, nameof(AuxiliaryDropout)); } =
        AuxiliaryClassifier.DefaultDropout;

    /// <summary>The weight initialization.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public WeightInitialization Initialization
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Initialization), value, $"Initialization: must be one of {string.Join(", ", Enum.GetNames<WeightInitialization>())}.");
    }

    /// <summary>Kernel of the "5x5" branch: 5 as in the paper, or 3 as in torchvision (pytorch/vision issue 906).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 3 nor 5.</exception>
    public long Branch5x5Kernel
    {
        get;
        init => field = InceptionModule.RequireBranch5x5Kernel(value, nameof(Branch5x5Kernel));
    } = 5;

    /// <summary>
    /// Whether the network first converts an ImageNet-normalized image to (x - 0.5) / 0.5, as torchvision's published weights expect
    /// (pytorch/vision issue 4136). Needs <see cref="InputChannels"/> 3.
    /// </summary>
    public bool TransformInput { get; init; }

    /// <summary>Gets the settings of a preset.</summary>
    /// <param name="preset">The preset.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="preset"/> is not defined by the enumeration.</exception>
    public static GoogLeNetOptions ForPreset(GoogLeNetPreset preset) => new(preset);

    /// <summary>Returns the settings as text.</summary>
    internal static OptionsText<GoogLeNetOptions> Text { get; } = new OptionsText<GoogLeNetOptions>()
        .With(nameof(Preset), options => options.Preset.ToString())
        .With(nameof(NumClasses), options => options.NumClasses, (options, value) => options with { NumClasses = value.GetInt64() })
        .With(nameof(InputChannels), options => options.InputChannels,
            (options, value) => options with { InputChannels = value.GetInt64() })
        .With(nameof(Dropout), options => options.Dropout, (options, value) => options with { Dropout = value.GetDouble() })
        .With(nameof(AuxiliaryHeads), options => options.AuxiliaryHeads,
            (options, value) => options with { AuxiliaryHeads = value.GetBoolean() })
        .With(nameof(AuxiliaryDropout), options => options.AuxiliaryDropout,
            (options, value) => options with { AuxiliaryDropout = value.GetDouble() })
        .With(nameof(Initialization), options => options.Initialization.ToString(),
            (options, value) => options with { Initialization = JsonText.Named<WeightInitialization>(value) })
        .With(nameof(Branch5x5Kernel), options => options.Branch5x5Kernel,
            (options, value) => options with { Branch5x5Kernel = value.GetInt64() })
        .With(nameof(TransformInput), options => options.TransformInput,
            (options, value) => options with { TransformInput = value.GetBoolean() });

    /// <summary>Parses settings.</summary>
    /// <exception cref="FormatException">The text is not valid settings.</exception>
    internal static GoogLeNetOptions Read(JsonElement description) =>
        Text.Read(ForPreset(JsonText.Named<GoogLeNetPreset>(description.GetProperty(nameof(Preset)))), description);
}

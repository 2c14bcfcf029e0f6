using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>The settings of a <see cref="Vgg"/>: a preset, changed with <c>with { ... }</c>.</summary>
/// <remarks>Source: Simonyan and Zisserman 2014 (arXiv 1409.1556), table 1, configurations A, B, D and E.</remarks>
/// <example><c>new Vgg(VggOptions.Vgg16 with { NumClasses = 10, BatchNorm = true })</c></example>
public sealed record VggOptions
{
    /// <summary>Initializes settings with a configuration and torchvision's head.</summary>
    /// <param name="configuration">The convolutions and pools in order, one stage or more.</param>
    /// <exception cref="ArgumentException"><paramref name="configuration"/> is empty.</exception>
    public VggOptions(params IReadOnlyList<VggStage> configuration) => Configuration = configuration;

    /// <summary>VGG-11, configuration A: 132,863,336 parameters.</summary>
    public static VggOptions Vgg11 { get; } = new(new(64, 1), new(128, 1), new(256, 2), new(512, 2), new(512, 2));

    /// <summary>VGG-13, configuration B: 133,047,848 parameters.</summary>
    public static VggOptions Vgg13 { get; } = new(new(64, 2), new(128, 2), new(256, 2), new(512, 2), new(512, 2));

    /// <summary>VGG-16, configuration D: 138,357,544 parameters.</summary>
    public static VggOptions Vgg16 { get; } = new(new(64, 2), new(128, 2), new(256, 3), new(512, 3), new(512, 3));

    /// <summary>VGG-19, configuration E: 143,667,240 parameters.</summary>
    public static VggOptions Vgg19 { get; } = new(new(64, 2), new(128, 2), new(256, 4), new(512, 4), new(512, 4));

    /// <summary>A VGG for 3 x 32 x 32 images and 10 classes: batch norm, three pools instead of five, a small head. The last map is 4 x
    /// 4.</summary>
    public static VggOptions Cifar { get; } = new(new(64, 2), new(128, 2), new(256, 3), new(512, 3, Pool: false))
    {
        BatchNorm = true,
        NumClasses = 10,
        PooledSize = 1,
        HiddenFeatures = 512,
    };

    /// <summary>The convolutions and pools in order, one stage or more.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public IReadOnlyList<VggStage> Configuration
    {
        get;
        init => field = value.Count > 0
            ? new ReadableList<VggStage>(value)
            : throw new ArgumentException("Configuration: must have one stage or more, got none.", nameof(Configuration));
    }

    /// <summary>Whether a batch norm follows each convolution. As in torchvision, the convolutions keep their bias.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>Number of classes, 1 or more: the length of the logits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long NumClasses { get; init => field = Require.Positive(value, nameof(NumClasses)); } = 1000;

    /// <summary>Channels of the images, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long InputChannels { get; init => field = Require.Positive(value, nameof(InputChannels)); } = 3;

    /// <summary>Side to which the last map is averaged before the linear layers, 1 or more. The default 7 is the size for images of 224 x
    /// 224.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long PooledSize { get; init => field = Require.Positive(value, nameof(PooledSize)); } = 7;

    /// <summary>Features of the two hidden linear layers, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long HiddenFeatures { get; init => field = Require.Positive(value, nameof(HiddenFeatures)); } = 4096;

    /// <summary>Probability of zeroing a hidden feature in training, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
    public double Dropout { get; init => field = Require.Probability(value, nameof(Dropout)); } = 0.5;

    /// <summary>Returns the settings as text.</summary>
    internal static OptionsText<VggOptions> Text { get; } = new OptionsText<VggOptions>()
        .With(nameof(Configuration), options => new JsonArray([.. options.Configuration.Select(stage => stage.Write())]))
        .With(nameof(BatchNorm), options => options.BatchNorm, (options, value) => options with { BatchNorm = value.GetBoolean() })
        .With(nameof(NumClasses), options => options.NumClasses, (options, value) => options with { NumClasses = value.GetInt64() })
        .With(nameof(InputChannels), options => options.InputChannels,
            (options, value) => options with { InputChannels = value.GetInt64() })
        .With(nameof(PooledSize), options => options.PooledSize, (options, value) => options with { PooledSize = value.GetInt64() })
        .With(nameof(HiddenFeatures), options => options.HiddenFeatures,
            (options, value) => options with { HiddenFeatures = value.GetInt64() })
        .With(nameof(Dropout), options => options.Dropout, (options, value) => options with { Dropout = value.GetDouble() });

    /// <summary>Parses settings.</summary>
    /// <exception cref="FormatException">The text is not valid settings.</exception>
    internal static VggOptions Read(JsonElement description) => Text.Read(
        new VggOptions(JsonText.Layers(description.GetProperty(nameof(Configuration)), VggStage.Read, stage => stage.Convolutions)),
        description);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>The settings of a <see cref="ResNet"/>: a preset, changed with <c>with { ... }</c>.</summary>
/// <remarks>Source: He et al. 2015 (arXiv 1512.03385), table 1.</remarks>
/// <example><c>new ResNet(ResNetOptions.ResNet18 with { NumClasses = 10, SmallImageStem = true })</c></example>
public sealed record ResNetOptions
{
    /// <summary>Initializes settings with residual blocks of one form.</summary>
    /// <param name="form">The form of the residual blocks.</param>
    /// <param name="depths">Number of residual blocks in each stage, each 1 or more; one stage or more.</param>
    /// <exception cref="ArgumentException"><paramref name="depths"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A depth is below 1.</exception>
    public ResNetOptions(ResidualBlockForm form, params IReadOnlyList<int> depths)
    {
        if (depths.Count == 0) throw new ArgumentException("depths: must have one stage or more, got none.", nameof(depths));
        foreach (var depth in depths) Require.Positive(depth, nameof(depths));
        BlockForm = form;
        Depths = new ReadableList<int>(depths);
    }

    /// <summary>ResNet-18: 11,689,512 parameters.</summary>
    public static ResNetOptions ResNet18 { get; } = new(ResidualBlockForm.Basic, 2, 2, 2, 2);

    /// <summary>ResNet-34: 21,797,672 parameters.</summary>
    public static ResNetOptions ResNet34 { get; } = new(ResidualBlockForm.Basic, 3, 4, 6, 3);

    /// <summary>ResNet-50: 25,557,032 parameters.</summary>
    public static ResNetOptions ResNet50 { get; } = new(ResidualBlockForm.Bottleneck, 3, 4, 6, 3);

    /// <summary>ResNet-101: 44,549,160 parameters.</summary>
    public static ResNetOptions ResNet101 { get; } = new(ResidualBlockForm.Bottleneck, 3, 4, 23, 3);

    /// <summary>ResNet-152: 60,192,808 parameters.</summary>
    public static ResNetOptions ResNet152 { get; } = new(ResidualBlockForm.Bottleneck, 3, 8, 36, 3);

    /// <summary>The form of the residual blocks.</summary>
    public ResidualBlockForm BlockForm { get; }

    /// <summary>Number of residual blocks in each stage.</summary>
    public IReadOnlyList<int> Depths { get; }

    /// <summary>Number of classes, 1 or more: the length of the logits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long NumClasses { get; init => field = Require.Positive(value, nameof(NumClasses)); } = 1000;

    /// <summary>Channels of the images, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long InputChannels { get; init => field = Require.Positive(value, nameof(InputChannels)); } = 3;

    /// <summary>Whether the stem is a 3x3 convolution of stride 1 without a pool, for images of about 32 x 32, instead of a 7x7 convolution
    /// of stride 2 and a pool.</summary>
    public bool SmallImageStem { get; init; }

    /// <summary>Returns the settings as text.</summary>
    internal static OptionsText<ResNetOptions> Text { get; } = new OptionsText<ResNetOptions>()
        .With(nameof(BlockForm), options => options.BlockForm.ToString())
        .With(nameof(Depths), options => new JsonArray([.. options.Depths.Select(depth => JsonValue.Create(depth))]))
        .With(nameof(NumClasses), options => options.NumClasses, (options, value) => options with { NumClasses = value.GetInt64() })
        .With(nameof(InputChannels), options => options.InputChannels,
            (options, value) => options with { InputChannels = value.GetInt64() })
        .With(nameof(SmallImageStem), options => options.SmallImageStem,
            (options, value) => options with { SmallImageStem = value.GetBoolean() });

    /// <summary>Parses settings.</summary>
    /// <exception cref="FormatException">The text is not valid settings.</exception>
    internal static ResNetOptions Read(JsonElement description) => Text.Read(
        new ResNetOptions(
            JsonText.Named<ResidualBlockForm>(description.GetProperty(nameof(BlockForm))),
            JsonText.Layers(description.GetProperty(nameof(Depths)), depth => depth.GetInt32(), depth => depth)),
        description);
}

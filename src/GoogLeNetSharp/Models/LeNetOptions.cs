using System.Text.Json;

namespace GoogLeNetSharp;

/// <summary>The settings of a <see cref="LeNet"/>.</summary>
/// <example><c>new LeNet(LeNetOptions.Default with { InputChannels = 3, ImageSize = 32 })</c></example>
public sealed record LeNetOptions
{
    /// <summary>1 x 28 x 28 images, as in MNIST, and 10 classes: 61,706 parameters.</summary>
    public static LeNetOptions Default { get; } = new();

    /// <summary>Number of classes, 1 or more: the length of the logits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long NumClasses { get; init => field = Require.Positive(value, nameof(NumClasses)); } = 10;

    /// <summary>Channels of the images, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long InputChannels { get; init => field = Require.Positive(value, nameof(InputChannels)); } = 1;

    /// <summary>Side of the images in pixels: 32 as in the paper, or 28, which the first convolution pads to 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 28 nor 32.</exception>
    public long ImageSize
    {
        get;
        init => field = value is 28 or LeNet.PaperImageSize
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ImageSize), value, "ImageSize: must be 28 or 32.");
    } = 28;

    /// <summary>Returns the settings as text.</summary>
    internal static OptionsText<LeNetOptions> Text { get; } = new OptionsText<LeNetOptions>()
        .With(nameof(NumClasses), options => options.NumClasses, (options, value) => options with { NumClasses = value.GetInt64() })
        .With(nameof(InputChannels), options => options.InputChannels,
            (options, value) => options with { InputChannels = value.GetInt64() })
        .With(nameof(ImageSize), options => options.ImageSize, (options, value) => options with { ImageSize = value.GetInt64() });

    /// <summary>Parses settings.</summary>
    /// <exception cref="FormatException">The text is not valid settings.</exception>
    internal static LeNetOptions Read(JsonElement description) => Text.Read(Default, description);
}

namespace GoogLeNetSharp.Imaging;

/// <summary>Options for an <see cref="ImageClassifier"/>.</summary>
public sealed record ImageClassifierOptions
{
    /// <summary>Names of the classes, or null for those in the weights file's metadata, or else indices.</summary>
    public Labels? Labels { get; init; }

    /// <summary>The preprocessing, or null for the one in the weights file's metadata, or else <see cref="Preprocessing.Cifar10"/> for the
    /// <c>Cifar</c> preset and <see cref="Preprocessing.ImageNet"/> for all others; for a <see cref="GoogLeNet"/> with one input channel,
    /// the same sizes with <see cref="Normalization.Gray"/>.</summary>
    public ImageTransform? Transform { get; init; }

    /// <summary>
    /// Whether to compile a network on the CPU
    /// (<see cref="InferenceExtensions.Compile(TorchSharp.torch.nn.Module{TorchSharp.torch.Tensor, TorchSharp.torch.Tensor})"/>), which is
    /// faster. Set to false for networks that cannot be compiled.
    /// </summary>
    public bool Compile { get; init; } = true;

    /// <summary>Number of predictions per image, 1 or more; at most the number of classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int TopK { get; init => field = (int)Require.Positive(value, nameof(TopK)); } = 5;

    /// <summary>Number of files per forward pass, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = (int)Require.Positive(value, nameof(BatchSize)); } = 8;

    /// <summary>Maximum number of pixels of an image file, 1 or more; checked before decoding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxPixels { get; init => field = Require.Positive(value, nameof(MaxPixels)); } = ImageDecoder.DefaultMaxPixels;
}

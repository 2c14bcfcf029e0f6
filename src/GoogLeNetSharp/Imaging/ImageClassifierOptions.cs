namespace GoogLeNetSharp.Imaging;

/// <summary>How an <see cref="ImageClassifier"/> works.</summary>
public sealed record ImageClassifierOptions
{
    /// <summary>Names of the classes. Null: those in the weights file's metadata, or else indices.</summary>
    public Labels? Labels { get; init; }

    /// <summary>From the image to the network's input. Null: what the weights file's metadata say; or else
    /// <see cref="Preprocessing.Cifar10"/> for the <c>Cifar</c>
    /// preset and <see cref="Preprocessing.ImageNet"/> for all others; for a <see cref="GoogLeNet"/> with one input channel, the same sizes
    /// with <see cref="Normalization.Gray"/>.</summary>
    public ImageTransform? Transform { get; init; }

    /// <summary>
    /// Whether a network on the CPU is compiled
    /// (<see cref="InferenceExtensions.Compile(TorchSharp.torch.nn.Module{TorchSharp.torch.Tensor, TorchSharp.torch.Tensor})"/>), which is
    /// faster. False: the module runs as it is, for networks that cannot be compiled.
    /// </summary>
    public bool Compile { get; init; } = true;

    /// <summary>How many predictions an image gets, 1 or more; never more than there are classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int TopK { get; init => field = (int)Require.Positive(value, nameof(TopK)); } = 5;

    /// <summary>How many files go through the network at once, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int BatchSize { get; init => field = (int)Require.Positive(value, nameof(BatchSize)); } = 8;

    /// <summary>The most pixels an image file may have, 1 or more; checked before it is decoded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long MaxPixels { get; init => field = Require.Positive(value, nameof(MaxPixels)); } = ImageDecoder.DefaultMaxPixels;
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>What an <see cref="ImageClassifier"/> checks of its arguments and of its network's answers.</summary>
internal static class ClassifierChecks
{
    public static void Network(GoogLeNetOptions network, ImageClassifierOptions options)
    {
        if (options.Transform is null && network.InputChannels is not (1 or 3))
            throw new ArgumentException($"model: expected a network for 1 or 3 channels, got one for {network.InputChannels}.", "model");
        if (options.Transform is { Normalization.Channels: var channels } && channels != network.InputChannels)
        {
            throw new ArgumentException(
                $"options: expected a Transform that makes {network.InputChannels} channels, as the network takes, got one that makes "
                    + $"{channels}.", nameof(options));
        }

        if (options.Labels is { Count: var count } && count != network.NumClasses)
        {
            throw new ArgumentException($"options: expected {network.NumClasses} labels, one for each class of the network, got {count}.",
                nameof(options));
        }
    }

    /// <summary>What images go through where the caller does not say.</summary>
    public static ImageTransform DefaultTransform(nn.Module<Tensor, Tensor> model)
    {
        var usual = model is GoogLeNet { Options.Preset: GoogLeNetPreset.Cifar } ? Preprocessing.Cifar10 : Preprocessing.ImageNet;
        return model is GoogLeNet { Options.InputChannels: 1 } ? new ImageTransform(usual.Steps, Normalization.Gray) : usual;
    }

    public static void Stream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead) throw new ArgumentException("stream: it cannot be read, or it is closed.", nameof(stream));
    }

    public static void Input(Tensor input, int rank, int channels)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.IsInvalid) throw new ArgumentException("input: the tensor is disposed.", nameof(input));
        var expected = $"{(rank == 4 ? "N x " : "")}{channels} x H x W";
        if (input.dim() != rank)
            throw new ArgumentException($"input: expected {expected}, got {ImageInput.Text(input.shape)}.", nameof(input));
        if (input.numel() == 0)
            throw new ArgumentException($"input: expected {expected}, each 1 or more, got {ImageInput.Text(input.shape)}.", nameof(input));
        if (!input.is_floating_point())
            throw new ArgumentException($"input: expected a floating-point tensor, got {input.dtype}.", nameof(input));
    }
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Validates the arguments and network outputs of an <see cref="ImageClassifier"/>.</summary>
internal static class ClassifierChecks
{
    public static void Network(IClassifierNetwork network, ImageClassifierOptions options)
    {
        if (options.Transform is null && network.InputChannels is not (1 or 3))
            throw new ArgumentException($"model: expected a network for 1 or 3 channels, got one for {network.InputChannels}.", "model");
        if (options.Transform is { } transform) Channels(network.InputChannels, transform);

        if (options.Labels is { Count: var count } && count != network.NumClasses)
        {
            throw new ArgumentException($"options: expected {network.NumClasses} labels, one for each class of the network, got {count}.",
                nameof(options));
        }
    }

    /// <summary>Checks that a transform and a network have the same number of channels.</summary>
    public static void Channels(long channels, ImageTransform transform)
    {
        var made = transform.Normalization.Channels;
        if (made == channels) return;
        throw new ArgumentException(
            $"options: expected a Transform that makes {channels} channels, as the network takes, got one that makes {made}.", "options");
    }

    /// <summary>Gets the default transform of a network.</summary>
    public static ImageTransform DefaultTransform(nn.Module<Tensor, Tensor> model)
    {
        if (model is not IClassifierNetwork network) return Preprocessing.ImageNet;
        var usual = network.ImageSize switch
        {
            Preprocessing.ImageNetSize => Preprocessing.ImageNet,
            Preprocessing.Cifar10Size => Preprocessing.Cifar10,
            var size => Preprocessing.Centre((int)size, (int)size, Normalization.ImageNet),
        };
        return network.InputChannels == 1 ? new ImageTransform(usual.Steps, Normalization.Gray) : usual;
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

using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Creates an <see cref="ImageClassifier"/> from a weights file: the network, and the labels and transform in its
/// metadata.</summary>
internal static class ClassifierFile
{
    public static ImageClassifier Open(string path, ImageClassifierOptions? options, Func<string, nn.Module<Tensor, Tensor>> load)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ImageClassifierOptions();
        var (labels, transform) = ClassifierMetadata.Read(StateDictFile.Inspect(path).Metadata, path);
        using var model = load(path);
        if (model is IClassifierNetwork network)
            Check(path, network, options.Labels is null ? labels : null, options.Transform is null ? transform : null);
        return new ImageClassifier(model, options with { Labels = options.Labels ?? labels, Transform = options.Transform ?? transform });
    }

    private static void Check(string path, IClassifierNetwork network, Labels? labels, ImageTransform? transform)
    {
        if (labels is not null && labels.Count != network.NumClasses)
        {
            throw new InvalidDataException(
                $"{path}: its metadata have {labels.Count} labels, its network has {network.NumClasses} classes.");
        }

        if (transform is not null && transform.Normalization.Channels != network.InputChannels)
        {
            throw new InvalidDataException(
                $"{path}: its metadata make {transform.Normalization.Channels} channels, its network takes {network.InputChannels}.");
        }
    }
}

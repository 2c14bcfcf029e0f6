using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Samples.ExplainImages;

/// <summary>The network with its preprocessing and class names.</summary>
internal sealed class Subject : IDisposable
{
    private Subject(Block network, ImageTransform transform, Labels? labels)
    {
        Network = network;
        Transform = transform;
        Labels = labels;
    }

    /// <summary>The network, in evaluation mode.</summary>
    public Block Network { get; }

    /// <summary>The preprocessing of the photo.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Names of the classes, or null.</summary>
    public Labels? Labels { get; }

    /// <summary>Opens the weights file.</summary>
    public static Subject Open(Settings settings)
    {
        var labels = settings.Labels is null ? null : Labels.FromFile(settings.Labels);
        var network = Load(settings, labels);
        network.eval();
        try
        {
            // the classifier reads and validates the metadata; its network is not used
            var options = new ImageClassifierOptions { Labels = labels };
            using var classifier = settings.Preset is null
                ? ImageClassifier.FromFile(settings.Weights, options) : new ImageClassifier(network, options);
            return new Subject(network, classifier.Transform, classifier.Labels);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Disposes the network.</summary>
    public void Dispose() => Network.Dispose();

    private static Block Load(Settings settings, Labels? labels)
    {
        if (settings.Preset is not { } preset)
        {
            try
            {
                return NetworkFile.Load(settings.Weights);
            }
            catch (ArgumentException error) when (error.ParamName == "path")
            {
                throw new InvalidDataException($"{settings.Weights} does not name its network: set it with --preset.", error);
            }
        }

        var options = GoogLeNetOptions.ForWeights(settings.Weights, preset) with { AuxiliaryHeads = false };
        if (labels is not null) options = options with { NumClasses = labels.Count };
        var network = new GoogLeNet(options);
        network.LoadWeights(settings.Weights, new LoadWeightsOptions { OptionalAuxiliaryHeads = true });
        return network;
    }
}

using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Creates the network selected by the settings.</summary>
internal static class Networks
{
    private const int LargestForSmallStem = 64;
    private const int SmallHead = 512;

    /// <summary>Creates the network.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="data">The images.</param>
    /// <returns>The network, and a function that runs it up to its last map.</returns>
    public static (Block Network, Func<Tensor, Tensor> Features) Make(Settings settings, DataSource data)
    {
        var (classes, channels) = (data.Classes.Count, data.Evaluation.Normalization.Channels);
        return (settings.Network ?? data.Recipe.Network) switch
        {
            NetworkName.LeNet => WithFeatures(Loaded(
                new LeNet(LeNetOptions.Default with { NumClasses = classes, InputChannels = channels, ImageSize = data.Size }), settings)),
            NetworkName.ResNet18 => WithFeatures(Loaded(
                new ResNet(ResNetOptions.ResNet18 with
                {
                    NumClasses = classes,
                    InputChannels = channels,
                    SmallImageStem = data.Size <= LargestForSmallStem,
                }), settings)),
            NetworkName.Vgg19 => WithFeatures(Loaded(
                new Vgg(VggOptions.Vgg19 with
                {
                    NumClasses = classes,
                    InputChannels = channels,
                    PooledSize = 1,
                    HiddenFeatures = SmallHead,
                }), settings)),
            _ => WithFeatures(GoogLeNet(settings, data)),
        };
    }

    private static (Block Network, Func<Tensor, Tensor> Features) WithFeatures<TOptions>(ClassifierNetwork<TOptions> network)
        where TOptions : class => (network, network.ForwardFeatures);

    private static GoogLeNet GoogLeNet(Settings settings, DataSource data)
    {
        var preset = settings.Preset ?? data.Recipe.Preset;
        var options = settings.Weights is null
            ? GoogLeNetOptions.ForPreset(preset) : GoogLeNetOptions.ForWeights(settings.Weights, preset);
        var changed = options with
        {
            NumClasses = data.Classes.Count,
            InputChannels = data.Evaluation.Normalization.Channels,
            TransformInput = settings.TransformInput ?? options.TransformInput,
        };
        return Loaded(new GoogLeNet(changed), settings);
    }

    private static T Loaded<T>(T model, Settings settings)
        where T : Block
    {
        if (settings.Weights is not null)
        {
            model.LoadWeights(
                settings.Weights,
                new LoadWeightsOptions { Classifier = ClassifierLoading.LoadIfSameClasses, OptionalAuxiliaryHeads = true });
        }

        if (settings.Freeze is not null) model.Freeze(settings.Freeze);
        return model;
    }
}

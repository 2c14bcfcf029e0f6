using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>VGG: 3x3 convolutions with ReLU, pools between them, three linear layers.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output logits, N x classes or classes. Stages by the names of the authors' Caffe models: <c>conv1_1</c>,
/// <c>conv1_2</c>, <c>pool1</c>, ..., then <c>avgpool</c>, <c>fc6</c>, <c>fc7</c>, <c>fc8</c>. Each pool halves height and width: after five, an image of 32 x 32
/// is 1 x 1.</para>
/// <para>Source: Simonyan and Zisserman 2014 (arXiv 1409.1556), table 1; torchvision/models/vgg.py, whose state-dict names these are. <c>avgpool</c> is
/// torchvision's; the paper has none and takes 224 x 224 alone.</para>
/// </remarks>
public sealed class Vgg : Block, IClassifierNetwork
{
    private readonly List<(string Name, IReadOnlyList<nn.Module<Tensor, Tensor>> Layers)> _stages = [];
    private readonly AdaptiveAvgPool2d _averagePool;
    private readonly (Linear Linear, ReLU Relu, Dropout Dropout)[] _hidden;
    private readonly LayerList _classifier;

    /// <summary>Makes the network, its weights started as He et al. 2015 (arXiv 1502.01852) do.</summary>
    /// <param name="options">A preset, changed where wanted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public Vgg(VggOptions options) : base(nameof(Vgg))
    {
        ArgumentNullException.ThrowIfNull(options);
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        Options = options;
        var features = Register("features", new LayerList("features"));
        var channels = options.InputChannels;
        foreach (var (index, stage) in options.Configuration.Index())
        {
            for (var i = 1; i <= stage.Convolutions; i++)
            {
                List<nn.Module<Tensor, Tensor>> layers = [features.Add(nn.Conv2d(channels, channels = stage.Channels, 3, padding: 1))];
                if (options.BatchNorm) layers.Add(features.Add(nn.BatchNorm2d(channels)));
                layers.Add(features.Add(nn.ReLU()));
                _stages.Add(($"conv{index + 1}_{i}", layers));
            }

            if (stage.Pool) _stages.Add(($"pool{index + 1}", [features.Add(nn.MaxPool2d(2))]));
        }

        _averagePool = Register("avgpool", nn.AdaptiveAvgPool2d(options.PooledSize));
        _classifier = Register("classifier", new LayerList("classifier"));
        _hidden = [Hidden(channels * options.PooledSize * options.PooledSize), Hidden(options.HiddenFeatures)];
        Classifier = _classifier.Add(nn.Linear(options.HiddenFeatures, options.NumClasses));
        Initializer.Apply(this, WeightInitialization.Kaiming, [Classifier]);
    }

    /// <summary>The settings it was made with; <see cref="ResetClassifier"/> changes the class count.</summary>
    public VggOptions Options { get; private set; }

    /// <summary>The last linear layer: <see cref="VggOptions.HiddenFeatures"/> -> classes.</summary>
    public Linear Classifier { get; private set; }

    /// <inheritdoc/>
    public long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public long ImageSize => Math.Max(32, Options.PooledSize << Options.Configuration.Count(stage => stage.Pool));

    /// <inheritdoc/>
    public long MinImageSize => ImageSizes(Options.InputChannels).Smallest;

    /// <inheritdoc/>
    public long? MaxImageSize => ImageSizes(Options.InputChannels).Largest;

    /// <summary>Puts a new last layer in place, for other classes, on the device and in the type of the old.</summary>
    /// <param name="numClasses">Number of classes, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numClasses"/> is below 1.</exception>
    public void ResetClassifier(long numClasses)
    {
        var old = Classifier;
        Classifier = _classifier.ReplaceLast(Initializer.Renew(old, numClasses, WeightInitialization.Kaiming));
        Register("classifier", _classifier);        // its last layer is another: the definition is recorded anew
        old.Dispose();
        Options = Options with { NumClasses = numClasses };
    }

    /// <summary>Runs the network up to its last map, before the average pool.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>N x K x h x w or K x h x w, K the channels of the last convolution.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    public Tensor ForwardFeatures(Tensor input) => ForwardTo(input, _stages[^1].Name);

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        foreach (var (name, layers) in _stages) x = layers.Aggregate(x, (value, layer) => value.Call(layer)).As(name);
        x = x.Call(_averagePool).As("avgpool").Flatten();
        foreach (var (index, (linear, relu, dropout)) in _hidden.Index()) x = x.Call(linear).Call(relu).As($"fc{index + 6}").Call(dropout);
        return x.Call(Classifier).As("fc8");
    }

    private (Linear, ReLU, Dropout) Hidden(long inFeatures) => (
        _classifier.Add(nn.Linear(inFeatures, Options.HiddenFeatures)), _classifier.Add(nn.ReLU()), _classifier.Add(nn.Dropout(Options.Dropout)));
}

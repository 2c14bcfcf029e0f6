using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>VGG: 3x3 convolutions with ReLU, pools between them, three linear layers.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output logits, N x classes or classes. Stages have the names of the authors' Caffe models:
/// <c>conv1_1</c>, <c>conv1_2</c>, <c>pool1</c>, ..., then <c>avgpool</c>, <c>fc6</c>, <c>fc7</c>, <c>fc8</c>. Each pool halves height and
/// width: five pools reduce an image of 32 x 32 to 1 x 1.</para>
/// <para>Source: Simonyan and Zisserman 2014 (arXiv 1409.1556), table 1; torchvision/models/vgg.py (same state-dict names). <c>avgpool</c>
/// is from torchvision; the paper's network has no such pool and accepts only 224 x 224.</para>
/// </remarks>
public sealed class Vgg : ClassifierNetwork<VggOptions>, IDescribed<Vgg>
{
    private readonly List<(string Name, IReadOnlyList<nn.Module<Tensor, Tensor>> Layers)> _stages = [];
    private readonly AdaptiveAvgPool2d _averagePool;
    private readonly (Linear Linear, ReLU Relu, Dropout Dropout)[] _hidden;

    /// <summary>Initializes the network, with weights as in He et al. 2015 (arXiv 1502.01852).</summary>
    /// <param name="options">A preset, optionally changed with <c>with { ... }</c>.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public Vgg(VggOptions options, Device? device = null, ScalarType? dtype = null) : base(nameof(Vgg), options)
    {
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialization
        var features = Register("features", new LayerList("features"));
        var channels = options.InputChannels;
        foreach (var (index, stage) in options.Configuration.Index())
        {
            for (var i = 1; i <= stage.Convolutions; i++)
            {
                List<nn.Module<Tensor, Tensor>> layers =
                    [features.Add(nn.Conv2d(channels, channels = stage.Channels, 3, padding: 1, device: device, dtype: dtype))];
                if (options.BatchNorm) layers.Add(features.Add(nn.BatchNorm2d(channels, device: device, dtype: dtype)));
                layers.Add(features.Add(nn.ReLU()));
                _stages.Add(($"conv{index + 1}_{i}", layers));
            }

            if (stage.Pool) _stages.Add(($"pool{index + 1}", [features.Add(nn.MaxPool2d(2))]));
        }

        _averagePool = Register("avgpool", nn.AdaptiveAvgPool2d(options.PooledSize));
        var classifier = Register("classifier", new LayerList("classifier"));
        _hidden = [Hidden(channels * options.PooledSize * options.PooledSize), Hidden(options.HiddenFeatures)];
        Start(classifier.Add(Linear(options.HiddenFeatures, options.NumClasses)), WeightInitialization.Kaiming);

        (Linear, ReLU, Dropout) Hidden(long inFeatures) => (
            classifier.Add(Linear(inFeatures, options.HiddenFeatures)), classifier.Add(nn.ReLU()),
            classifier.Add(nn.Dropout(options.Dropout)));

        Linear Linear(long inFeatures, long outFeatures) => nn.Linear(inFeatures, outFeatures, device: device, dtype: dtype);
    }

    /// <inheritdoc/>
    public override long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public override long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public override long ImageSize => Math.Max(32, Options.PooledSize << Options.Configuration.Count(stage => stage.Pool));

    /// <inheritdoc/>
    public override string LastMap => _stages[^1].Name;

    JsonObject IDescribed.Describe() => VggOptions.Text.Write(Options);

    static Vgg IDescribed<Vgg>.FromDescription(JsonElement description, Device? device) => new(VggOptions.Read(description), device);

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        foreach (var (name, layers) in _stages) x = layers.Aggregate(x, (value, layer) => value.Call(layer)).As(name);
        x = x.Call(_averagePool).As("avgpool").Flatten();
        foreach (var (index, (linear, relu, dropout)) in _hidden.Index()) x = x.Call(linear).Call(relu).As($"fc{index + 6}").Call(dropout);
        return x.Call(Classifier).As("fc8");
    }

    private protected override VggOptions WithClasses(long numClasses) => Options with { NumClasses = numClasses };
}

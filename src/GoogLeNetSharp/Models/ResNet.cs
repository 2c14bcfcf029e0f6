using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>ResNet: a stem, four stages of residual blocks, each after the first at half the size, global average pool, classifier.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output logits, N x classes or classes. Stages <c>conv1</c>, <c>maxpool</c>, <c>layer1</c> to <c>layer4</c>,
/// <c>avgpool</c>, <c>fc</c>; for images of 3 x 224 x 224, <c>layer1</c> is at 56 x 56 and <c>layer4</c> at 7 x 7.</para>
/// <para>Source: He et al. 2015 (arXiv 1512.03385), table 1; torchvision/models/resnet.py, whose state-dict names these are.</para>
/// </remarks>
public sealed class ResNet : Block, IClassifierNetwork
{
    private const long StemWidth = 64;

    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly MaxPool2d? _maxPool;
    private readonly Sequential[] _layers;

    /// <summary>Makes the network, its weights started as He et al. 2015 (arXiv 1502.01852) do.</summary>
    /// <param name="options">A preset, changed where wanted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public ResNet(ResNetOptions options) : base(nameof(ResNet))
    {
        ArgumentNullException.ThrowIfNull(options);
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        Options = options;
        var (kernelSize, stride) = options.SmallImageStem ? (3, 1) : (7, 2);
        _conv1 = Register("conv1", nn.Conv2d(options.InputChannels, StemWidth, kernelSize, stride, padding: kernelSize / 2, bias: false));
        _bn1 = Register("bn1", nn.BatchNorm2d(StemWidth));
        if (!options.SmallImageStem) _maxPool = Register("maxpool", nn.MaxPool2d(3, stride: 2, padding: 1));
        var channels = StemWidth;
        _layers = [.. options.Depths.Select((depth, index) => Register($"layer{index + 1}", Layer(ref channels, StemWidth << index, depth, index == 0 ? 1 : 2)))];
        Classifier = Register("fc", nn.Linear(channels, options.NumClasses));
        Initializer.Apply(this, WeightInitialization.Kaiming, [Classifier]);
    }

    /// <summary>The settings it was made with; <see cref="ResetClassifier"/> changes the class count.</summary>
    public ResNetOptions Options { get; private set; }

    /// <summary>The last linear layer: 512 (2048 with bottlenecks) -> classes.</summary>
    public Linear Classifier { get; private set; }

    /// <inheritdoc/>
    public long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public long ImageSize => Options.SmallImageStem ? 32 : 224;

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
        Classifier = Register("fc", Initializer.Renew(old, numClasses, WeightInitialization.Kaiming));
        old.Dispose();
        Options = Options with { NumClasses = numClasses };
    }

    /// <summary>Runs the network up to its last map, before the global pool.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>N x 512 x h x w (2048 with bottlenecks), or without N.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    public Tensor ForwardFeatures(Tensor input) => ForwardTo(input, $"layer{_layers.Length}");

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        x = x.Call(_conv1).Call(_bn1).Relu().As("conv1");
        if (_maxPool is not null) x = x.Call(_maxPool).As("maxpool");
        for (var i = 0; i < _layers.Length; i++) x = x.Call(_layers[i]).As($"layer{i + 1}");
        return x.GlobalAvgPool().As("avgpool").Flatten().Call(Classifier).As("fc");
    }

    private Sequential Layer(ref long inChannels, long width, int depth, long stride)
    {
        var outChannels = Options.BlockForm is ResidualBlockForm.Bottleneck ? width * ResidualBlock.Expansion : width;
        var blocks = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (var i = 0; i < depth; i++)
        {
            blocks.Add(($"{i}", new ResidualBlock(inChannels, outChannels, i == 0 ? stride : 1, Options.BlockForm)));
            inChannels = outChannels;
        }

        return nn.Sequential(blocks);
    }
}

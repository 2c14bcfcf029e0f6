using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>ResNet: a stem, four stages of residual blocks (each after the first halves the size), global average pooling,
/// classifier.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output logits, N x classes or classes. Stages <c>conv1</c>, <c>maxpool</c>, <c>layer1</c> to
/// <c>layer4</c>, <c>avgpool</c>, <c>fc</c>; for images of 3 x 224 x 224, <c>layer1</c> has maps of 56 x 56 and <c>layer4</c> of 7 x
/// 7.</para>
/// <para>Source: He et al. 2015 (arXiv 1512.03385), table 1; torchvision/models/resnet.py (same state-dict names).</para>
/// </remarks>
public sealed class ResNet : ClassifierNetwork<ResNetOptions>, IDescribed<ResNet>
{
    private const long StemWidth = 64;

    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly MaxPool2d? _maxPool;
    private readonly Sequential[] _layers;

    /// <summary>Initializes the network, with weights as in He et al. 2015 (arXiv 1502.01852).</summary>
    /// <param name="options">A preset, optionally changed with <c>with { ... }</c>.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public ResNet(ResNetOptions options, Device? device = null, ScalarType? dtype = null) : base(nameof(ResNet), options)
    {
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialization
        var (kernelSize, stride) = options.SmallImageStem ? (3, 1) : (7, 2);
        _conv1 = Register("conv1", nn.Conv2d(options.InputChannels, StemWidth, kernelSize, stride, padding: kernelSize / 2, bias: false,
            device: device, dtype: dtype));
        _bn1 = Register("bn1", nn.BatchNorm2d(StemWidth, device: device, dtype: dtype));
        if (!options.SmallImageStem) _maxPool = Register("maxpool", nn.MaxPool2d(3, stride: 2, padding: 1));
        var channels = StemWidth;
        _layers =
            [.. options.Depths.Select((depth, index) =>
                Register($"layer{index + 1}", Layer(ref channels, StemWidth << index, depth, index == 0 ? 1 : 2)))];
        Start(Register("fc", nn.Linear(channels, options.NumClasses, device: device, dtype: dtype)), WeightInitialization.Kaiming);

        Sequential Layer(ref long inChannels, long width, int depth, long stride)
        {
            var outChannels = options.BlockForm is ResidualBlockForm.Bottleneck ? width * ResidualBlock.Expansion : width;
            var blocks = new List<(string, nn.Module<Tensor, Tensor>)>();
            for (var i = 0; i < depth; i++)
            {
                blocks.Add(
                    ($"{i}", new ResidualBlock(inChannels, outChannels, i == 0 ? stride : 1, options.BlockForm, device: device,
                        dtype: dtype)));
                inChannels = outChannels;
            }

            return nn.Sequential(blocks);
        }
    }

    /// <inheritdoc/>
    public override long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public override long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public override long ImageSize => Options.SmallImageStem ? 32 : 224;

    /// <inheritdoc/>
    public override string LastMap => $"layer{_layers.Length}";

    JsonObject IDescribed.Describe() => ResNetOptions.Text.Write(Options);

    static ResNet IDescribed<ResNet>.FromDescription(JsonElement description, Device? device) =>
        new(ResNetOptions.Read(description), device);

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        x = x.Call(_conv1).Call(_bn1).Relu().As("conv1");
        if (_maxPool is not null) x = x.Call(_maxPool).As("maxpool");
        for (var i = 0; i < _layers.Length; i++) x = x.Call(_layers[i]).As($"layer{i + 1}");
        return x.GlobalAvgPool().As("avgpool").Flatten().Call(Classifier).As("fc");
    }

    private protected override ResNetOptions WithClasses(long numClasses) => Options with { NumClasses = numClasses };
}

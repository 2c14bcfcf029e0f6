using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// An auxiliary classifier: a small head on an intermediate feature map. Its loss adds gradient to the middle of the network during
/// training.
/// </summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output N x classes or classes, in the type of its linear layers. Layers: average pool to 4 x 4,
/// 1x1 convolution to 128 channels, flatten to 2048, linear to 1024, ReLU, dropout, linear to classes.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 5; <c>InceptionAux</c> in torchvision's googlenet.py (same state-dict
/// names): <c>conv.conv.weight</c>, <c>fc1.weight</c>, <c>fc1.bias</c>, <c>fc2.weight</c>, <c>fc2.bias</c>.</para>
/// </remarks>
public sealed class AuxiliaryClassifier : Block
{
    private const long PooledSize = 4;
    private const long ConvChannels = 128;
    private const long HiddenFeatures = 1024;

    private const long PaperPoolSize = 5;
    private const long PaperPoolStride = 3;

    /// <summary>The dropout of the paper's section 5 and of torchvision.</summary>
    internal const double DefaultDropout = 0.7;

    /// <summary>Initializes the head with PyTorch's default weights.</summary>
    /// <param name="inChannels">Channels of the input map, 1 or more.</param>
    /// <param name="numClasses">Number of classes, 1 or more.</param>
    /// <param name="form">Initial pool: the paper's or torchvision's.</param>
    /// <param name="dropout">Probability of zeroing a hidden feature in training, in [0, 1); 0.7 in the paper and in torchvision.</param>
    /// <param name="batchNorm">Batch-norm settings, or null for a convolution with a bias and no batch norm.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AuxiliaryClassifier(
        long inChannels, long numClasses, AuxiliaryClassifierForm form = AuxiliaryClassifierForm.Paper, double dropout = DefaultDropout,
        BatchNormSettings? batchNorm = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(AuxiliaryClassifier))
    {
        Require.Positive(inChannels);
        Require.Positive(numClasses);
        Require.Probability(dropout);
        Form = form;

        nn.Module<Tensor, Tensor> pool = form switch
        {
            AuxiliaryClassifierForm.Paper => nn.AvgPool2d(PaperPoolSize, PaperPoolStride),
            AuxiliaryClassifierForm.TorchVision => nn.AdaptiveAvgPool2d(PooledSize),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "form: must be Paper or TorchVision."),
        };
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialization
        Pool = Register("pool", pool);
        Conv = Register("conv", new ConvBlock(inChannels, ConvChannels, kernelSize: 1, batchNorm: batchNorm, device: device, dtype: dtype));
        Fc1 = Register("fc1", nn.Linear(ConvChannels * PooledSize * PooledSize, HiddenFeatures, device: device, dtype: dtype));
        Fc2 = Register("fc2", nn.Linear(HiddenFeatures, numClasses, device: device, dtype: dtype));
        Dropout = Register("dropout", nn.Dropout(dropout));
    }

    /// <summary>Initial pool: the paper's or torchvision's.</summary>
    public AuxiliaryClassifierForm Form { get; }

    /// <summary>Average pool to N x C x 4 x 4.</summary>
    public nn.Module<Tensor, Tensor> Pool { get; }

    /// <summary>1x1 convolution to N x 128 x 4 x 4.</summary>
    public ConvBlock Conv { get; }

    /// <summary>Linear 2048 -> 1024.</summary>
    public Linear Fc1 { get; }

    /// <summary>Dropout of the hidden features.</summary>
    public Dropout Dropout { get; }

    /// <summary>Linear 1024 -> classes.</summary>
    public Linear Fc2 { get; private set; }

    /// <inheritdoc/>
    protected override Value Define(Value x) =>
        // N x C x 4 x 4, N x 128 x 4 x 4, N x 2048, N x 1024, N x classes
        x.Call(Pool).Call(Conv).Flatten().Call(Fc1).Relu().Call(Dropout).Call(Fc2);

    /// <summary>Replaces <see cref="Fc2"/>.</summary>
    internal void ReplaceFc2(Linear fc2)
    {
        var old = Fc2;
        Fc2 = Register("fc2", fc2);
        old.Dispose();
    }
}

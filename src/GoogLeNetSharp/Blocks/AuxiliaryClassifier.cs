using GoogLeNetSharp.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// An auxiliary classifier: a small head on an intermediate map, whose loss brings gradient into the middle of the network during training.
/// </summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output N x classes or classes, in the type of its linear layers. Average pool to 4 x 4, 1x1
/// convolution to 128 channels, flatten to 2048, linear to 1024, ReLU, dropout, linear to the classes.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 5; <c>InceptionAux</c> in torchvision's googlenet.py, whose state-dict names these are:
/// <c>conv.conv.weight</c>, <c>fc1.weight</c>, <c>fc1.bias</c>, <c>fc2.weight</c>, <c>fc2.bias</c>.</para>
/// </remarks>
public sealed class AuxiliaryClassifier : nn.Module<Tensor, Tensor>
{
    private const long PooledSize = 4;
    private const long ConvChannels = 128;
    internal const long HiddenFeatures = 1024;

    /// <summary>The dropout of the paper's section 5 and of torchvision.</summary>
    internal const double DefaultDropout = 0.7;

    private static readonly Window PaperPool = new(KernelSize: 5, Stride: 3);

    /// <summary>Makes the head, with PyTorch's default initialisation.</summary>
    /// <param name="inChannels">Channels of the map it reads, 1 or more.</param>
    /// <param name="numClasses">Number of classes, 1 or more.</param>
    /// <param name="form">The pool in front: the paper's or torchvision's.</param>
    /// <param name="dropout">Probability of a hidden feature to be zeroed in training, in [0, 1); 0.7 in the paper and in torchvision.</param>
    /// <param name="batchNormEps">With a number above 0: batch norm with that epsilon in the convolution. Null: none, and a bias instead.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AuxiliaryClassifier(
        long inChannels, long numClasses, AuxiliaryClassifierForm form = AuxiliaryClassifierForm.Paper, double dropout = DefaultDropout, double? batchNormEps = null)
        : base(nameof(AuxiliaryClassifier))
    {
        Require.Positive(inChannels);
        Require.Positive(numClasses);
        Require.Probability(dropout);
        Form = form;

        Pool = form switch
        {
            AuxiliaryClassifierForm.Paper => nn.AvgPool2d(PaperPool.KernelSize, PaperPool.Stride),
            AuxiliaryClassifierForm.TorchVision => nn.AdaptiveAvgPool2d(PooledSize),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "form: must be Paper or TorchVision."),
        };
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        Conv = new ConvBlock(inChannels, ConvChannels, kernelSize: 1, batchNormEps: batchNormEps);
        Fc1 = nn.Linear(ConvChannels * PooledSize * PooledSize, HiddenFeatures);
        Fc2 = nn.Linear(HiddenFeatures, numClasses);
        Dropout = nn.Dropout(dropout);
        register_module("pool", Pool);
        register_module("conv", Conv);
        register_module("fc1", Fc1);
        register_module("fc2", Fc2);
        register_module("dropout", Dropout);
    }

    /// <summary>The pool in front: the paper's or torchvision's.</summary>
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

    /// <summary>Runs the head.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type; H and W from 14 to 16 in the paper's form, any in torchvision's.</param>
    /// <returns>Logits, N x classes or classes.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The head is disposed.</exception>
    public override Tensor forward(Tensor input)
    {
        ObjectDisposedException.ThrowIf(Fc1.weight!.IsInvalid, this);
        var shape = ImageInput.Check(input, Conv.Conv.in_channels, Fc1.weight, nameof(AuxiliaryClassifier));
        if (!Accepts(shape[^2], shape[^1]))
        {
            var (smallest, largest) = SizeRange.Of(size => Accepts(size, size));
            throw ImageInput.SizeError(shape, smallest, largest, nameof(AuxiliaryClassifier));
        }

        using var pooled = Pool.call(input);                    // N x C x 4 x 4
        using var convolved = Conv.call(pooled);                // N x 128 x 4 x 4
        using var flat = convolved.flatten(start_dim: -3);      // N x 2048
        using var features = flat.to(Fc1.weight.dtype);
        using var hidden = Fc1.call(features).relu_();          // N x 1024
        using var kept = Dropout.call(hidden);
        return Fc2.call(kept);                                  // N x classes
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        StateDictOrder.Fill(this, destination, prefix);

    /// <summary>Does nothing: children are registered by name in the constructor, without reflection, so that trimmed programs keep them.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>Whether a map of this size is pooled to 4 x 4.</summary>
    internal bool Accepts(long height, long width) => Form is AuxiliaryClassifierForm.TorchVision
        ? height >= 1 && width >= 1
        : PaperPool.Positions(height) == PooledSize && PaperPool.Positions(width) == PooledSize;

    /// <summary>Puts another last layer in place of <see cref="Fc2"/>.</summary>
    internal void ReplaceFc2(Linear fc2)
    {
        register_module("fc2", null!);
        Fc2.Dispose();
        register_module("fc2", fc2);
        Fc2 = fc2;
    }
}

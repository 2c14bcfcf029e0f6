using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>LeNet-5 as it is written today: two 5x5 convolutions and pools, three linear layers, ReLU and max pools.</summary>
/// <remarks>
/// <para>Input N x C x S x S or C x S x S, S = <see cref="LeNetOptions.ImageSize"/>; output logits, N x classes or classes. Stages <c>conv1</c> (6 x 28 x 28),
/// <c>pool1</c> (6 x 14 x 14), <c>conv2</c> (16 x 10 x 10), <c>pool2</c> (16 x 5 x 5), <c>fc1</c> (120), <c>fc2</c> (84), <c>fc3</c>.</para>
/// <para>Source: LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II.B. The paper has sigmoids, trained average
/// pools, a partly connected second convolution and radial basis functions at the end.</para>
/// </remarks>
public sealed class LeNet : Block, IClassifierNetwork
{
    internal const long PaperImageSize = 32;

    private readonly Conv2d _conv1, _conv2;
    private readonly MaxPool2d _pool1, _pool2;
    private readonly Linear _fc1, _fc2;

    /// <summary>Makes the network for 1 x 28 x 28 images and 10 classes: <see cref="LeNetOptions.Default"/>.</summary>
    public LeNet() : this(LeNetOptions.Default)
    {
    }

    /// <summary>Makes the network, with PyTorch's default initialisation.</summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public LeNet(LeNetOptions options) : base(nameof(LeNet))
    {
        ArgumentNullException.ThrowIfNull(options);
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        Options = options;
        _conv1 = Register("conv1", nn.Conv2d(options.InputChannels, 6, 5, padding: (PaperImageSize - options.ImageSize) / 2));
        _pool1 = Register("pool1", nn.MaxPool2d(2));
        _conv2 = Register("conv2", nn.Conv2d(6, 16, 5));
        _pool2 = Register("pool2", nn.MaxPool2d(2));
        _fc1 = Register("fc1", nn.Linear(16 * 5 * 5, 120));
        _fc2 = Register("fc2", nn.Linear(120, 84));
        Classifier = Register("fc3", nn.Linear(84, options.NumClasses));
    }

    /// <summary>The settings it was made with; <see cref="ResetClassifier"/> changes the class count.</summary>
    public LeNetOptions Options { get; private set; }

    /// <summary>The last linear layer: 84 -> classes.</summary>
    public Linear Classifier { get; private set; }

    /// <inheritdoc/>
    public long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public long ImageSize => Options.ImageSize;

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
        Classifier = Register("fc3", Initializer.Renew(old, numClasses, WeightInitialization.PyTorchDefault));
        old.Dispose();
        Options = Options with { NumClasses = numClasses };
    }

    /// <summary>Runs the network up to its last map, before the linear layers.</summary>
    /// <param name="input">N x C x S x S or C x S x S, of a floating type.</param>
    /// <returns>N x 16 x 5 x 5 or 16 x 5 x 5.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    public Tensor ForwardFeatures(Tensor input) => ForwardTo(input, "pool2");

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        x = x.Call(_conv1).Relu().As("conv1").Call(_pool1).As("pool1");
        x = x.Call(_conv2).Relu().As("conv2").Call(_pool2).As("pool2").Flatten();
        return x.Call(_fc1).Relu().As("fc1").Call(_fc2).Relu().As("fc2").Call(Classifier).As("fc3");
    }
}

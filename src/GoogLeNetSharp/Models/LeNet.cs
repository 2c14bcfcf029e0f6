using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>LeNet-5 in its common modern form: two 5x5 convolutions and pools, three linear layers, ReLU and max pools.</summary>
/// <remarks>
/// <para>Input N x C x S x S or C x S x S, S = <see cref="LeNetOptions.ImageSize"/>; output logits, N x classes or classes. Stages
/// <c>conv1</c> (6 x 28 x 28),
/// <c>pool1</c> (6 x 14 x 14), <c>conv2</c> (16 x 10 x 10), <c>pool2</c> (16 x 5 x 5), <c>fc1</c> (120), <c>fc2</c> (84),
/// <c>fc3</c>.</para>
/// <para>Source: LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II.B. The paper uses sigmoids,
/// trainable average pools, a partially connected second convolution and a final layer of radial basis functions.</para>
/// </remarks>
public sealed class LeNet : ClassifierNetwork<LeNetOptions>, IDescribed<LeNet>
{
    internal const long PaperImageSize = 32;

    private readonly Conv2d _conv1, _conv2;
    private readonly MaxPool2d _pool1, _pool2;
    private readonly Linear _fc1, _fc2;

    /// <summary>Initializes the network for 1 x 28 x 28 images and 10 classes: <see cref="LeNetOptions.Default"/>.</summary>
    public LeNet() : this(LeNetOptions.Default)
    {
    }

    /// <summary>Initializes the network with PyTorch's default weights.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public LeNet(LeNetOptions options, Device? device = null, ScalarType? dtype = null) : base(nameof(LeNet), options)
    {
        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialization
        _conv1 = Register("conv1", nn.Conv2d(options.InputChannels, 6, 5, padding: (PaperImageSize - options.ImageSize) / 2, device: device,
            dtype: dtype));
        _pool1 = Register("pool1", nn.MaxPool2d(2));
        _conv2 = Register("conv2", nn.Conv2d(6, 16, 5, device: device, dtype: dtype));
        _pool2 = Register("pool2", nn.MaxPool2d(2));
        _fc1 = Register("fc1", nn.Linear(16 * 5 * 5, 120, device: device, dtype: dtype));
        _fc2 = Register("fc2", nn.Linear(120, 84, device: device, dtype: dtype));
        Start(Register("fc3", nn.Linear(84, options.NumClasses, device: device, dtype: dtype)), WeightInitialization.PyTorchDefault);
    }

    /// <inheritdoc/>
    public override long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public override long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public override long ImageSize => Options.ImageSize;

    /// <inheritdoc/>
    public override string LastMap => "pool2";

    JsonObject IDescribed.Describe() => LeNetOptions.Text.Write(Options);

    static LeNet IDescribed<LeNet>.FromDescription(JsonElement description, Device? device) => new(LeNetOptions.Read(description), device);

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        x = x.Call(_conv1).Relu().As("conv1").Call(_pool1).As("pool1");
        x = x.Call(_conv2).Relu().As("conv2").Call(_pool2).As("pool2").Flatten();
        return x.Call(_fc1).Relu().As("fc1").Call(_fc2).Relu().As("fc2").Call(Classifier).As("fc3");
    }

    private protected override LeNetOptions WithClasses(long numClasses) => Options with { NumClasses = numClasses };
}

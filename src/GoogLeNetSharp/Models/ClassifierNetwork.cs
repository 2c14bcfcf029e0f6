using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Base class of this library's networks: settings, a replaceable classifier, features, image sizes.</summary>
/// <typeparam name="TOptions">The type of the settings.</typeparam>
public abstract class ClassifierNetwork<TOptions> : Block, IClassifierNetwork
    where TOptions : class
{
    private WeightInitialization _initialization;

    private protected ClassifierNetwork(string name, TOptions options) : base(name)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>The settings. <see cref="ResetClassifier"/> changes the number of classes.</summary>
    public TOptions Options { get; private set; }

    /// <inheritdoc/>
    public Linear Classifier { get; private set; } = null!;

    /// <inheritdoc/>
    public abstract long NumClasses { get; }

    /// <inheritdoc/>
    public abstract long InputChannels { get; }

    /// <inheritdoc/>
    public abstract long ImageSize { get; }

    /// <inheritdoc/>
    public long MinImageSize => ImageSizes(InputChannels).Smallest;

    /// <inheritdoc/>
    public long? MaxImageSize => ImageSizes(InputChannels).Largest;

    /// <inheritdoc/>
    public abstract string LastMap { get; }

    private IReadOnlyList<AuxiliaryHead> Heads => this is IHasAuxiliaryHeads network ? network.AuxiliaryHeads : [];

    /// <summary>Replaces the last layer for another number of classes, and the last layers of auxiliary heads.</summary>
    /// <remarks>The new layers use the network's initialization and the device and type of the old layers, and are trainable. Existing
    /// optimizers hold the old parameters; create new ones.</remarks>
    /// <param name="numClasses">Number of classes, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numClasses"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void ResetClassifier(long numClasses)
    {
        Require.Positive(numClasses);
        ObjectDisposedException.ThrowIf(Classifier.weight!.IsInvalid, this);

        var old = Classifier;
        Classifier = Initializer.Renew(old, numClasses, _initialization);
        Replace(old, Classifier);
        old.Dispose();
        foreach (var head in Heads) head.Module.ReplaceFc2(Initializer.Renew(head.Module.Fc2, numClasses, _initialization));
        Options = WithClasses(numClasses);
    }

    /// <summary>Runs the network up to its last feature map.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>N x K x h x w or K x h x w, K the channels of the last map, in the input's type.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public Tensor ForwardFeatures(Tensor input) => ForwardTo(input, LastMap);

    /// <summary>Runs the head of the network on the last feature map: <c>ForwardHead(ForwardFeatures(x))</c> equals
    /// <c>call(x)</c>.</summary>
    /// <param name="features">N x K x h x w or K x h x w, as <see cref="ForwardFeatures"/> returns it.</param>
    /// <returns>Logits, N x classes or classes.</returns>
    /// <exception cref="ArgumentException">The map has another rank, channel count, type or device, or a size that the head does not
    /// accept.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public Tensor ForwardHead(Tensor features) => ForwardFrom(features, LastMap);

    /// <summary>Returns the settings with another number of classes.</summary>
    private protected abstract TOptions WithClasses(long numClasses);

    /// <summary>Completes a constructor: stores the classifier and initializes the weights.</summary>
    private protected void Start(Linear classifier, WeightInitialization initialization)
    {
        Classifier = classifier;
        _initialization = initialization;
        Initializer.Apply(this, initialization, [classifier, .. Heads.Select(head => head.Module.Fc2)]);
    }
}

using static TorchSharp.torch;

namespace GoogLeNetSharp;

// Transfer learning: another classifier.
public sealed partial class GoogLeNet
{
    /// <summary>Puts new last layers in place, for other classes: the network's and those of the auxiliary heads.</summary>
    /// <remarks>The new layers start as <see cref="GoogLeNetOptions.Initialization"/> says, on the device and in the type of the old, and are trainable. An optimizer made
    /// before holds the old parameters: make it anew.</remarks>
    /// <param name="numClasses">Number of classes, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numClasses"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void ResetClassifier(long numClasses)
    {
        Require.Positive(numClasses);
        ObjectDisposedException.ThrowIf(Classifier.weight!.IsInvalid, this);

        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        var (name, old) = (_head[^1].Name, Classifier);
        _head[^1] = new Stage(name, Register(name, Initializer.Renew(old, numClasses, Options.Initialization)));
        old.Dispose();
        foreach (var head in _auxiliary) head.Module.ReplaceFc2(Initializer.Renew(head.Module.Fc2, numClasses, Options.Initialization));
        Options = Options with { NumClasses = numClasses };
    }
}

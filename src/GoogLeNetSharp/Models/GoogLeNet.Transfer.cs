using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

// Transfer learning: another classifier, frozen stages.
public sealed partial class GoogLeNet
{
    private int _frozenStages;

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
        var classifier = _stages[^1];
        var old = Classifier;
        register_module(classifier.Name, null!);
        classifier.Replace(Renew(old, numClasses));
        register_module(classifier.Name, classifier.Module);
        old.Dispose();
        foreach (var head in _heads) head.Module.ReplaceFc2(Renew(head.Module.Fc2, numClasses));
        _frozenStages = Math.Min(_frozenStages, _stages.Count - 1);     // the new layers are there to be trained
        Options = Options with { NumClasses = numClasses };
    }

    /// <summary>
    /// Freezes the stages up to and including one: their parameters get no gradient, and their batch-norm statistics stand still, in training mode too.
    /// </summary>
    /// <remarks>Auxiliary heads stay trainable. Freezing again with an earlier stage frees nothing; <see cref="Unfreeze"/> does.</remarks>
    /// <param name="upTo">Name of a stage.</param>
    /// <exception cref="ArgumentException">There is no such stage; the message lists the valid ones.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void Freeze(string upTo)
    {
        ObjectDisposedException.ThrowIf(Classifier.weight!.IsInvalid, this);
        _frozenStages = Math.Max(_frozenStages, StageIndex(upTo, nameof(upTo)) + 1);
        foreach (var parameter in FrozenParameters())
        {
            parameter.requires_grad = false;
            parameter.grad = null;      // an optimizer would go on moving it by its last gradient
        }

        train(training);
    }

    /// <summary>Makes every stage trainable again.</summary>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void Unfreeze()
    {
        ObjectDisposedException.ThrowIf(Classifier.weight!.IsInvalid, this);
        foreach (var parameter in FrozenParameters()) parameter.requires_grad = true;
        _frozenStages = 0;
        train(training);
    }

    /// <summary>Sets training or evaluation mode; batch norm of frozen stages stays in evaluation mode.</summary>
    /// <param name="train">True for training mode.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (var stage in _stages.Take(_frozenStages)) stage.Module.eval();
    }

    private IEnumerable<Parameter> FrozenParameters() => _stages.Take(_frozenStages).SelectMany(stage => stage.Module.parameters());

    private Linear Renew(Linear old, long numClasses)
    {
        var weight = old.weight!;
        var renewed = nn.Linear(weight.shape[1], numClasses, device: weight.device, dtype: weight.dtype);
        Initializer.Apply(renewed, Options.Initialization, isClassifier: true);
        renewed.train(old.training);
        return renewed;
    }
}

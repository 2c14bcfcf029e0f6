using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

// Transfer learning: frozen stages.
public abstract partial class Block
{
    private readonly HashSet<nn.Module> _frozen = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Freezes all stages up to and including the given one: their parameters receive no gradient, and their batch-norm statistics do not
    /// change, even in training mode.
    /// </summary>
    /// <remarks>Auxiliary heads stay trainable. A second call with an earlier stage unfreezes nothing; use
    /// <see cref="Unfreeze"/>.</remarks>
    /// <param name="upTo">Name of a stage.</param>
    /// <exception cref="ArgumentException">The block has no such stage; the message lists the stages.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public void Freeze(string upTo)
    {
        var program = Program;
        ObjectDisposedException.ThrowIf(parameters().Any(parameter => parameter.IsInvalid), this);
        var last = program.Find(upTo, nameof(upTo));
        foreach (var step in program.Whole.Steps.Where(step => step <= last).Select(step => program.Steps[step]).OfType<ProgramStep.Call>())
            _frozen.Add(step.Module);
        foreach (var parameter in FrozenParameters())
        {
            parameter.requires_grad = false;
            parameter.grad = null;      // otherwise an optimizer would keep applying the last gradient
        }

        train(training);
    }

    /// <summary>Makes every stage trainable again.</summary>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public void Unfreeze()
    {
        ObjectDisposedException.ThrowIf(parameters().Any(parameter => parameter.IsInvalid), this);
        foreach (var parameter in FrozenParameters()) parameter.requires_grad = true;
        _frozen.Clear();
        train(training);
    }

    /// <summary>Sets training or evaluation mode; batch norm of frozen stages stays in evaluation mode.</summary>
    /// <param name="train">True for training mode.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        if (_frozen.Count == 0) return;
        foreach (var module in modules().Where(_frozen.Contains)) module.eval();
    }

    private IEnumerable<Parameter> FrozenParameters() => modules().Where(_frozen.Contains).SelectMany(module => module.parameters());
}

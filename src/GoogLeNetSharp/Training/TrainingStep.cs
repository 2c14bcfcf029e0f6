using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>One optimizer step: forward and backward of its batches, then the update.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly TrainerOptions _options;
    private readonly GoogLeNetLoss _loss;

    public TrainingStep(nn.Module<Tensor, Tensor> model, TrainerOptions options)
    {
        _model = model;
        _options = options;
        _loss = new GoogLeNetLoss(options.AuxiliaryWeight, options.LabelSmoothing);
        Parameters = [.. model.named_parameters().Where(entry => entry.parameter.requires_grad)];
        if (Parameters.Count == 0) throw new ArgumentException("model: has no parameters to train; all are frozen, or there are none.", nameof(model));
        Optimizer = options.Optimizer.Create([.. Parameters.Select(entry => entry.Parameter)]);
    }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>The optimizer of <see cref="Parameters"/>.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>Adds a batch's gradient.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="share">The batch's share of the images of the step: what its mean loss counts for.</param>
    /// <returns>The batch's mean loss.</returns>
    public double Backward(Batch batch, double share)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(batch.ImagesFor(_options), batch.Labels);
        var value = loss.item<float>();
        if (!float.IsFinite(value)) return value;
        (share == 1 ? loss : loss * share).backward();
        return value;
    }

    /// <summary>Updates the parameters by the gradients added up, and forgets these.</summary>
    public void Update(double learningRate)
    {
        foreach (var group in Optimizer.ParamGroups) group.LearningRate = learningRate;
        if (_options.ClipGradientNorm is { } norm) nn.utils.clip_grad_norm_(Parameters.Select(entry => entry.Parameter), norm);
        using (Optimizer.step())
        {
        }

        // Not zeroed but dropped: the next backward then hands over its gradients instead of adding them to zeros, and a resumed training is no exception.
        foreach (var (_, parameter) in Parameters) parameter.grad = null;
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        _loss.Dispose();
    }

    private Tensor Loss(Tensor images, Tensor labels)
    {
        if (_options.AuxiliaryWeight > 0 && _model is GoogLeNet { AuxiliaryHeads.Count: > 0 } network)
        {
            using var output = network.ForwardWithAuxiliary(images);
            return _loss.call(output, labels.to(output.Logits.device));
        }

        var logits = Logits.Of(_model, images);
        GoogLeNetLoss.CheckTargets(logits, labels);
        return _loss.CrossEntropy(logits, labels.to(logits.device));
    }
}

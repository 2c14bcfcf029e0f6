using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>An optimizer step: forward and backward passes of its batches, then the update.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly TrainerOptions _options;
    private readonly GoogLeNetLoss _loss;
    private readonly IReadOnlyList<GroupedParameters> _groups;

    public TrainingStep(nn.Module<Tensor, Tensor> model, TrainerOptions options)
    {
        _model = model;
        _options = options;
        if (options is { Loss: not null } && (options.LabelSmoothing != 0 || options.ClassWeights is not null))
        {
            throw new ArgumentException("options: Loss takes the place of LabelSmoothing and ClassWeights; set one or the other.",
                nameof(options));
        }

        if (options is { Mixing: not null, ClassWeights: not null } or { Mixing: not null, Communicator: not null })
        {
            throw new ArgumentException("options: Mixing goes with neither ClassWeights nor Communicator; set one or the other.",
                nameof(options));
        }

        _groups = GroupedParameters.Of(model, options);
        Parameters = [.. _groups.SelectMany(group => group.Parameters)];
        if (Parameters.Count == 0)
        {
            throw new ArgumentException("model: has no parameters to train; all are frozen, or there are none.", nameof(model));
        }
        _loss = new GoogLeNetLoss(options.AuxiliaryWeight, options.LabelSmoothing) { ClassWeights = options.ClassWeights };
        Optimizer = options.Optimizer.Create(_groups);
        ForgetGradients();      // from a backward pass of the caller
    }

    /// <summary>The trained parameters, in the optimizer's order.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>The optimizer of <see cref="Parameters"/>.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>Adds the gradient of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="images">Number of images of the step.</param>
    /// <param name="seed">Seed of the random numbers of the batch.</param>
    /// <returns>The mean loss of the batch, and its weight in the mean over the step: the sum of its images' weights.</returns>
    public (double Loss, double Weight) Backward(Batch batch, long images, long seed)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(batch.ImagesFor(_options), batch.Labels, seed);
        var weight = Weight(batch.Labels);
        var value = loss.item<float>();
        var share = weight / images;
        (share == 1 ? loss : loss * share).backward();
        return (value, weight);
    }

    /// <summary>Updates the parameters with the accumulated gradients and clears these.</summary>
    /// <param name="learningRate">The rate.</param>
    /// <param name="meanWeight">Mean weight of the step's images, by which the gradients are still to be divided.</param>
    public void Update(double learningRate, double meanWeight)
    {
        foreach (var (group, settings) in Optimizer.ParamGroups.Zip(_groups)) group.LearningRate = learningRate * settings.RateFactor;
        if (meanWeight != 1) DivideGradients(meanWeight);
        if (_options.ClipGradientNorm is { } norm) nn.utils.clip_grad_norm_(Parameters.Select(entry => entry.Parameter), norm);
        using (Optimizer.step())
        {
        }

        // gradients are removed instead of zeroed, so that the next backward pass assigns them instead of adding to zeros, also in a
        // resumed training
        ForgetGradients();
    }

    public void Dispose()
    {
        ForgetGradients();      // from an unfinished step
        Optimizer.Dispose();
        _loss.Dispose();
    }

    private Tensor Loss(Tensor images, Tensor labels, long seed)
    {
        if (_options.Mixing is not { } mixing) return Loss(images, [(labels, 1)]);
        var (mixed, partners, share) = mixing.Mix(images, ItemRandom.For(seed, epoch: 0, index: 0));
        return Loss(mixed, [(labels, share), (labels.index_select(0, partners), 1 - share)]);
    }

    private Tensor Loss(Tensor images, (Tensor Labels, double Share)[] parts)
    {
        var outputs = Outputs(images);
        return parts.Length == 1 ? Loss(outputs, parts[0].Labels)
            : parts.Select(part => Loss(outputs, part.Labels) * part.Share).Aggregate((sum, loss) => sum + loss);
    }

    private Tensor Loss(Tensor[] outputs, Tensor labels)
    {
        if (_options.Loss is null) _loss.Check(outputs[0], labels);
        var targets = labels.to(outputs[0].device);
        var main = LossOf(outputs[0], targets);
        if (outputs.Length == 1) return main;
        var auxiliary = outputs.Skip(1).Select(output => LossOf(output, targets)).Aggregate((sum, loss) => sum + loss);
        return main + (auxiliary * _options.AuxiliaryWeight);
    }

    private Tensor[] Outputs(Tensor images) =>
        _options.AuxiliaryWeight > 0 && _model is IHasAuxiliaryHeads { AuxiliaryHeads.Count: > 0 } network
        ? [.. network.ForwardWithHeads(images).Select(output => output.to(ScalarType.Float32))]
        : [ForwardPass.Logits(_model, images)];

    private Tensor LossOf(Tensor output, Tensor targets)
    {
        if (_options.Loss is null) return _loss.CrossEntropy(output, targets);
        var loss = _options.Loss(output, targets);
        return loss is { IsInvalid: false } && loss.numel() == 1 ? loss : throw new InvalidOperationException(
            $"Loss: expected a scalar, got "
            + $"{(loss is null ? "null" : loss.IsInvalid ? "a disposed tensor" : ImageInput.Text(loss.shape))}.");
    }

    private double Weight(Tensor labels) => _options.ClassWeights is { } weights
        ? labels.data<long>().Sum(label => weights[(int)label]) : labels.shape[0];

    private void DivideGradients(double divisor)
    {
        using var noGradient = no_grad();
        foreach (var (_, parameter) in Parameters)
        {
            using var gradient = parameter.grad;
            using var divided = gradient?.div_(divisor);
        }
    }

    private void ForgetGradients()
    {
        foreach (var (_, parameter) in Parameters) parameter.grad = null;
    }
}

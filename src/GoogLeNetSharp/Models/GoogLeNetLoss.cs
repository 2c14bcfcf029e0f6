using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// The training loss of a GoogLeNet with auxiliary heads: cross entropy of the logits plus the weighted cross entropy of each head.
/// </summary>
/// <remarks>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 5: "the losses of the auxiliary classifiers were weighted by
/// 0.3".</remarks>
public sealed class GoogLeNetLoss : nn.Module<GoogLeNetOutput, Tensor, Tensor>
{
    /// <summary>Initializes the loss.</summary>
    /// <param name="auxiliaryWeight">Weight of each auxiliary head's loss, 0 or more.</param>
    /// <param name="labelSmoothing">Label smoothing: share of the target distributed evenly over the classes, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public GoogLeNetLoss(double auxiliaryWeight = 0.3, double labelSmoothing = 0) : base(nameof(GoogLeNetLoss))
    {
        if (auxiliaryWeight is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(auxiliaryWeight), auxiliaryWeight, "auxiliaryWeight: must be 0 or more.");
        AuxiliaryWeight = auxiliaryWeight;
        LabelSmoothing = Require.Probability(labelSmoothing);
    }

    /// <summary>Weight of each auxiliary head's loss.</summary>
    public double AuxiliaryWeight { get; }

    /// <summary>Label smoothing: share of the target distributed evenly over the classes.</summary>
    public double LabelSmoothing { get; }

    /// <summary>Weight of each class, or null for equal weights.</summary>
    internal IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="output">Logits N x classes of the network and of its heads.</param>
    /// <param name="targets">Class indices, N, of type int64, from 0 to classes - 1.</param>
    /// <returns>A scalar: the mean over the batch of main + AuxiliaryWeight (aux1 + aux2).</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The targets have another shape or type, or contain an index that is not a class.</exception>
    public override Tensor forward(GoogLeNetOutput output, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(output);
        Check(output.Logits, targets);

        using var main = CrossEntropy(output.Logits, targets);
        using var aux1 = CrossEntropy(output.Aux1, targets);
        using var aux2 = CrossEntropy(output.Aux2, targets);
        using var auxiliary = aux1 + aux2;
        using var weighted = auxiliary * AuxiliaryWeight;
        return main + weighted;
    }

    /// <summary>Does nothing, because the loss has no children.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>Throws the exceptions of <see cref="forward"/> for targets that do not match the logits, N x classes.</summary>
    internal static void CheckTargets(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ImageInput.CheckAlive(logits, nameof(GoogLeNetLoss), "output");
        ImageInput.CheckAlive(targets, nameof(GoogLeNetLoss), nameof(targets));
        if (logits.dim() != 2)
            throw new ArgumentException($"output: expected logits of a batch, N x classes, got {ImageInput.Text(logits.shape)}.", "output");
        var (batch, classes) = (logits.shape[0], logits.shape[1]);
        if (targets.dim() != 1 || targets.shape[0] != batch || targets.dtype != ScalarType.Int64)
        {
            throw new ArgumentException(
                $"targets: expected {batch} class indices of type Int64, got {targets.dtype} of {ImageInput.Text(targets.shape)}, for "
                + $"logits of {ImageInput.Text(logits.shape)}.",
                nameof(targets));
        }

        if (batch == 0) throw new ArgumentException("targets: expected at least one class index, got none.", nameof(targets));
        using var smallest = targets.min();
        using var largest = targets.max();
        var (low, high) = (smallest.item<long>(), largest.item<long>());
        if (low < 0 || high >= classes)
        {
            throw new ArgumentException($"targets: expected class indices from 0 to {classes - 1}, got {(low < 0 ? low : high)}.",
                nameof(targets));
        }
    }

    /// <summary>Throws the exceptions of <see cref="CheckTargets"/>, and for class weights that do not match the number of
    /// classes.</summary>
    internal void Check(Tensor logits, Tensor targets)
    {
        CheckTargets(logits, targets);
        if (ClassWeights is { Count: var count } && count != logits.shape[1])
            throw new ArgumentException($"ClassWeights: expected one per class, {logits.shape[1]}, got {count}.", nameof(ClassWeights));
    }

    /// <summary>Computes the loss of one head: mean cross entropy with class weights and label smoothing.</summary>
    internal Tensor CrossEntropy(Tensor logits, Tensor targets)
    {
        using var weights = ClassWeights is null ? null : tensor([.. ClassWeights], dtype: logits.dtype, device: logits.device);
        return nn.functional.cross_entropy(logits, targets, weights, label_smoothing: LabelSmoothing);
    }
}

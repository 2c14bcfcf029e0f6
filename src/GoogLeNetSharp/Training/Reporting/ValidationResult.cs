namespace GoogLeNetSharp.Training;

/// <summary>The evaluation of a network on a dataset.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Loss">Mean cross entropy of the logits, without label smoothing and auxiliary heads.</param>
/// <param name="Top1">Top-1 accuracy: share of the images whose class has the highest logit, in [0, 1].</param>
/// <param name="Top5">Top-5 accuracy: share of the images whose class is among the five highest logits, in [0, 1].</param>
/// <param name="Confusion">Confusion matrix.</param>
/// <param name="Metrics">What <see cref="TrainerOptions.Metrics"/> came to, by name; null where it is not set.</param>
public sealed record ValidationResult(
    long Images, double Loss, double Top1, double Top5, ConfusionMatrix Confusion, IReadOnlyDictionary<string, double>? Metrics = null)
{
    /// <summary>Returns the result in one line: <c>top-1 99.1%, top-5 100.0%, loss 0.018, 1000 images</c>, and the metrics.</summary>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"top-1 {100 * Top1:F1}%, top-5 {100 * Top5:F1}%, loss {Loss:F3}, {Images} images");
        return Metrics is null ? text : $"{text}, {Metrics}";
    }
}

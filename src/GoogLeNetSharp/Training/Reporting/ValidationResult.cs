namespace GoogLeNetSharp.Training;

/// <summary>What a network makes of a dataset.</summary>
/// <param name="Images">Images seen.</param>
/// <param name="Loss">Mean cross entropy of the logits, without label smoothing and auxiliary heads.</param>
/// <param name="Top1">Share of the images whose class has the highest logit, in [0, 1].</param>
/// <param name="Top5">Share of the images whose class is among the five highest logits, in [0, 1]; with fewer than five classes, among
/// all.</param>
/// <param name="Confusion">Actual against predicted classes.</param>
public sealed record ValidationResult(long Images, double Loss, double Top1, double Top5, ConfusionMatrix Confusion)
{
    /// <summary>The result in one line: <c>top-1 99.1%, top-5 100.0%, loss 0.018, 1000 images</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"top-1 {100 * Top1:F1}%, top-5 {100 * Top5:F1}%, loss {Loss:F3}, {Images} images");
}

using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>An image that a network takes for another class, as <see cref="Trainer.FindMisjudged"/> finds it.</summary>
/// <param name="Index">Index in the dataset.</param>
/// <param name="Actual">The class it is of.</param>
/// <param name="Predicted">The class with the highest logit.</param>
/// <param name="ActualProbability">The softmax of the logits at the class it is of, in [0, 1].</param>
/// <param name="PredictedProbability">The softmax of the logits at the class it is taken for, in [0, 1].</param>
/// <param name="Image">What the network sees, after the dataset's transform.</param>
/// <param name="PredictedMap">The image under the Grad-CAM map of the class it is taken for; null for a network that is no
/// <see cref="Block"/> with maps.</param>
/// <param name="ActualMap">The image under the Grad-CAM map of the class it is of; null likewise.</param>
public sealed record MisjudgedImage(
    long Index, long Actual, long Predicted, double ActualProbability, double PredictedProbability, RgbImage Image,
    RgbImage? PredictedMap, RgbImage? ActualMap)
{
    /// <summary>The mistake in one line: <c>item 12: class 6 (3.1%) taken for class 4 (95.2%)</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"item {Index}: class {Actual} ({100 * ActualProbability:F1}%) taken for class {Predicted} ({100 * PredictedProbability:F1}%)");
}

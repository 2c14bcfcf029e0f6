using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>A misclassified image, found by <see cref="Trainer.FindMisjudged"/>.</summary>
/// <param name="Index">Index in the dataset.</param>
/// <param name="Actual">The class of the label.</param>
/// <param name="Predicted">The class with the highest logit.</param>
/// <param name="ActualProbability">Softmax probability of <paramref name="Actual"/>, in [0, 1].</param>
/// <param name="PredictedProbability">Softmax probability of <paramref name="Predicted"/>, in [0, 1].</param>
/// <param name="Image">The image after the dataset's transform, as the network receives it.</param>
/// <param name="PredictedMap">The image overlaid with the Grad-CAM map of <paramref name="Predicted"/>, or null if the network is not a
/// <see cref="Block"/> with feature maps.</param>
/// <param name="ActualMap">The image overlaid with the Grad-CAM map of <paramref name="Actual"/>, or null as for
/// <paramref name="PredictedMap"/>.</param>
public sealed record MisjudgedImage(
    long Index, long Actual, long Predicted, double ActualProbability, double PredictedProbability, RgbImage Image,
    RgbImage? PredictedMap, RgbImage? ActualMap)
{
    /// <summary>Returns the prediction in one line: <c>item 12: class 6 (3.1%) taken for class 4 (95.2%)</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"item {Index}: class {Actual} ({100 * ActualProbability:F1}%) taken for class {Predicted} ({100 * PredictedProbability:F1}%)");
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Converts logits to predictions.</summary>
internal static class ClassifierAnswers
{
    /// <summary>Gets the most probable classes of each image of a batch.</summary>
    public static IReadOnlyList<Prediction>[] Of(Tensor batch, Tensor logits, Labels? labels, int most)
    {
        CheckShape(batch, logits, labels);
        var numbers = logits.contiguous().data<float>().ToArray();
        var classes = (int)logits.shape[1];
        return [.. Enumerable.Range(0, (int)logits.shape[0]).Select(Row)];

        IReadOnlyList<Prediction> Row(int row)
        {
            var ofImage = numbers.AsSpan(row * classes, classes);
            CheckProbabilities(batch, row, ofImage);
            return Predictions.Of(ofImage, most, labels);
        }
    }

    private static void CheckShape(Tensor batch, Tensor logits, Labels? labels)
    {
        if (logits.dim() == 2 && (labels is null || labels.Count == logits.shape[1])) return;
        var expected = labels is null ? "classes" : $"{labels.Count}, the number of labels";
        throw new InvalidOperationException(
            $"The network returned {ImageInput.Text(logits.shape)} for a batch of {batch.shape[0]}; expected {batch.shape[0]} x "
            + $"{expected}.");
    }

    private static void CheckProbabilities(Tensor batch, int row, ReadOnlySpan<float> logits)
    {
        if (Predictions.WithoutProbability(logits) is null) return;
        if (!batch[row].isfinite().all().item<bool>())
            throw new ArgumentException($"input: image {row} of the batch holds numbers that are not finite.", "input");
        throw new InvalidOperationException(
            $"The network's logits for image {row} of the batch are not finite: its weights contain not-a-numbers or infinities, or are "
            + $"too large.");
    }
}

using System.Globalization;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>From logits to predictions.</summary>
internal static class ClassifierAnswers
{
    /// <summary>The most probable classes of each image of a batch.</summary>
    public static IReadOnlyList<Prediction>[] Of(Tensor batch, Tensor logits, Labels? labels, int most)
    {
        CheckShape(batch, logits, labels);
        using var probabilities = logits.softmax(-1);
        CheckFinite(batch, probabilities);
        var topK = (int)Math.Min(most, probabilities.shape[1]);
        var (values, indices) = probabilities.topk(topK, -1);
        var (shares, classes) = (values.contiguous().data<float>().ToArray(), indices.contiguous().data<long>().ToArray());
        return [.. Enumerable.Range(0, (int)probabilities.shape[0]).Select(Row)];

        IReadOnlyList<Prediction> Row(int row) => [.. Enumerable.Range(row * topK, topK).Select(i => Predicted((int)classes[i], shares[i]))];

        Prediction Predicted(int index, float share) => new(labels?[index] ?? index.ToString(CultureInfo.InvariantCulture), index, share);
    }

    private static void CheckShape(Tensor batch, Tensor logits, Labels? labels)
    {
        if (logits.dim() == 2 && (labels is null || labels.Count == logits.shape[1])) return;
        var expected = labels is null ? "classes" : $"{labels.Count}, the number of labels";
        throw new InvalidOperationException(
            $"The network returned {ImageInput.Text(logits.shape)} for a batch of {batch.shape[0]}; expected {batch.shape[0]} x {expected}.");
    }

    // Softmax makes a row of not-a-numbers of any logit that is not a number, or of infinity.
    private static void CheckFinite(Tensor batch, Tensor probabilities)
    {
        var row = Array.IndexOf(probabilities.isnan().any(1).data<bool>().ToArray(), true);
        if (row < 0) return;
        if (!batch[row].isfinite().all().item<bool>())
            throw new ArgumentException($"input: image {row} of the batch holds numbers that are not finite.", "input");
        throw new InvalidOperationException(
            $"The network's logits for image {row} of the batch are not finite: its weights hold not-a-numbers or infinities, or are too "
                + "large.");
    }
}

using System.Globalization;

namespace GoogLeNetSharp.Imaging;

/// <summary>From logits to predictions.</summary>
public static class Predictions
{
    /// <summary>The most probable classes by the softmax of an image's logits.</summary>
    /// <param name="logits">One number for each class.</param>
    /// <param name="topK">How many classes at most, 1 or more.</param>
    /// <param name="labels">Names of the classes; null: their numbers.</param>
    /// <returns>The classes, the first the most probable; of equal ones the lower number first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There is no logit, they have no softmax (not-a-numbers, infinity), or there are not as many
    /// labels.</exception>
    public static IReadOnlyList<Prediction> Of(ReadOnlySpan<float> logits, int topK, Labels? labels = null)
    {
        Require.Positive(topK);
        if (logits.IsEmpty) throw new ArgumentException("logits: expected one for each class, got none.", nameof(logits));
        if (labels is not null && labels.Count != logits.Length)
            throw new ArgumentException($"labels: expected {logits.Length}, one for each logit, got {labels.Count}.", nameof(labels));
        var numbers = logits.ToArray();
        if (WithoutProbability(numbers) is { } wrong)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"logits: expected finite numbers, got {numbers[wrong]} for class {wrong}."), nameof(logits));
        }

        var largest = numbers.Max();
        double[] powers = [.. numbers.Select(number => Math.Exp((double)number - largest))];
        var sum = powers.Sum();
        return [.. Enumerable.Range(0, numbers.Length).OrderByDescending(index => numbers[index]).Take(topK).Select(index =>
            new Prediction(labels?[index] ?? index.ToString(CultureInfo.InvariantCulture), index, (float)(powers[index] / sum)))];
    }

    /// <summary>The index of a logit that leaves the softmax undefined: a not-a-number, infinity, or negative infinity where all are; null
    /// where there is none.</summary>
    internal static int? WithoutProbability(ReadOnlySpan<float> logits)
    {
        var finite = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]) || float.IsPositiveInfinity(logits[i])) return i;
            if (float.IsFinite(logits[i])) finite++;
        }

        return finite == 0 ? 0 : null;
    }
}

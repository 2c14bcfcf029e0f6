using System.Globalization;

namespace GoogLeNetSharp.Imaging;

/// <summary>Converts logits to predictions.</summary>
public static class Predictions
{
    /// <summary>Returns the most probable classes by the softmax of an image's logits.</summary>
    /// <param name="logits">One logit for each class.</param>
    /// <param name="topK">Maximum number of classes, 1 or more.</param>
    /// <param name="labels">Names of the classes, or null for indices.</param>
    /// <returns>The classes in descending order of probability; ties are in ascending order of index.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There are no logits, their softmax is undefined (not-a-number, infinity), or the number of
    /// labels differs.</exception>
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

    /// <summary>Finds the index of a logit that makes the softmax undefined (not-a-number, infinity, or negative infinity if all are), or
    /// null.</summary>
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

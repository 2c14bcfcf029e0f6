using System.Globalization;
using System.Text;

namespace GoogLeNetSharp.Training;

/// <summary>How often images of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    internal ConfusionMatrix(long[,] counts) => _counts = counts;

    /// <summary>Number of classes.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>Images counted.</summary>
    public long Total => _counts.Cast<long>().Sum();

    /// <summary>Images of one class that were taken for another, or for the same.</summary>
    /// <param name="actual">The class the images are of.</param>
    /// <param name="predicted">The class they were taken for.</param>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Share of the images of a class that were recognised, in [0, 1]; NaN for a class without images.</summary>
    /// <param name="actual">The class.</param>
    public double Recall(int actual) => (double)_counts[actual, actual] / Images(actual);

    /// <summary>Share of the images taken for a class that are of it, in [0, 1]; NaN for a class that no image was taken for.</summary>
    /// <param name="predicted">The class.</param>
    public double Precision(int predicted) => (double)_counts[predicted, predicted] / TakenFor(predicted);

    /// <summary>The harmonic mean of precision and recall, in [0, 1]; NaN for a class without images that no image was taken for.</summary>
    /// <param name="label">The class.</param>
    public double F1(int label) => 2.0 * _counts[label, label] / (Images(label) + TakenFor(label));

    /// <summary>Images of a class.</summary>
    /// <param name="actual">The class.</param>
    public long Images(int actual) => Enumerable.Range(0, Classes).Sum(predicted => _counts[actual, predicted]);

    /// <summary>The counts as text, a row per actual class and a column per predicted class.</summary>
    public override string ToString()
    {
        var width = Math.Max(_counts.Cast<long>().DefaultIfEmpty().Max(), Classes - 1).ToString(CultureInfo.InvariantCulture).Length + 1;
        var text = new StringBuilder("actual \\ predicted").AppendLine();
        for (var actual = 0; actual < Classes; actual++)
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"{actual}:").PadLeft(width + 1));
            for (var predicted = 0; predicted < Classes; predicted++)
                text.Append(_counts[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            text.AppendLine();
        }

        return text.ToString();
    }

    private long TakenFor(int predicted) => Enumerable.Range(0, Classes).Sum(actual => _counts[actual, predicted]);
}

using System.Globalization;
using System.Text;

namespace GoogLeNetSharp.Training;

/// <summary>Counts of images by actual and predicted class.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    internal ConfusionMatrix(long[,] counts) => _counts = counts;

    /// <summary>Number of classes.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>Total number of images.</summary>
    public long Total => _counts.Cast<long>().Sum();

    /// <summary>Gets the number of images of an actual class with a predicted class.</summary>
    /// <param name="actual">The actual class.</param>
    /// <param name="predicted">The predicted class.</param>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Computes the recall: the share of the images of a class that were predicted as that class, in [0, 1]; NaN for a class
    /// without images.</summary>
    /// <param name="actual">The class.</param>
    public double Recall(int actual) => (double)_counts[actual, actual] / Images(actual);

    /// <summary>Computes the precision: the share of the images predicted as a class that belong to it, in [0, 1]; NaN for a class that was
    /// never predicted.</summary>
    /// <param name="predicted">The class.</param>
    public double Precision(int predicted) => (double)_counts[predicted, predicted] / TakenFor(predicted);

    /// <summary>Computes the F1 score: the harmonic mean of precision and recall, in [0, 1]; NaN for a class without images that was never
    /// predicted.</summary>
    /// <param name="label">The class.</param>
    public double F1(int label) => 2.0 * _counts[label, label] / (Images(label) + TakenFor(label));

    /// <summary>Gets the number of images of a class.</summary>
    /// <param name="actual">The class.</param>
    public long Images(int actual) => Enumerable.Range(0, Classes).Sum(predicted => _counts[actual, predicted]);

    /// <summary>Returns the counts as text, with a row per actual class and a column per predicted class.</summary>
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

using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A number of the caller's that every validation measures, beside loss and accuracy.</summary>
/// <example><c>new TrainingMetric("confidence", (logits, _) => logits.softmax(1).amax([1]).mean().item&lt;float&gt;())</c></example>
public sealed record TrainingMetric
{
    /// <summary>Makes a metric.</summary>
    /// <param name="name">Its name, a column of the CSV log: without commas, quotes and line breaks, and none of the log's own.</param>
    /// <param name="compute">From the logits of all images of the validation set, float32 N x classes on the CPU in the dataset's order,
    /// and their labels, int64 N, to the number. It disposes what it keeps; the rest is freed after the call.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no such name.</exception>
    public TrainingMetric(string name, Func<Tensor, Tensor, double> compute)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(compute);
        var isColumn = name.Trim().Length > 0 && !name.Any(letter => letter is ',' or '"' || char.IsControl(letter));
        if (!isColumn || TrainingCsv.Columns.Contains(name))
        {
            throw new ArgumentException(
                $"name: expected one without commas, quotes and line breaks that is none of {string.Join(", ", TrainingCsv.Columns)}, "
                + $"got \"{name}\".",
                nameof(name));
        }

        (Name, Compute) = (name, compute);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>From logits and labels to the number.</summary>
    public Func<Tensor, Tensor, double> Compute { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

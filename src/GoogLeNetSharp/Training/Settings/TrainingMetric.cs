using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A custom metric, computed in each validation in addition to loss and accuracy.</summary>
/// <example><c>new TrainingMetric("confidence", (logits, _) => logits.softmax(1).amax([1]).mean().item&lt;float&gt;())</c></example>
public sealed record TrainingMetric
{
    /// <summary>Initializes a metric.</summary>
    /// <param name="name">The name, used as a column of the CSV log. It contains no comma, quote or line break, and is not one of the log's
    /// own columns.</param>
    /// <param name="compute">Computes the metric from the logits of the whole validation set (float32, N x classes, on the CPU, in dataset
    /// order) and the labels (int64, N). Tensors created in the call are disposed after it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid column name.</exception>
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

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the function from logits (N x classes) and labels (N) to the metric.</summary>
    public Func<Tensor, Tensor, double> Compute { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}

using System.Collections.ObjectModel;

namespace GoogLeNetSharp.Training;

/// <summary>Metrics by name, in their order; equal to others of the same names and numbers.</summary>
internal sealed class MetricValues(IEnumerable<KeyValuePair<string, double>> values)
    : ReadOnlyDictionary<string, double>(new OrderedDictionary<string, double>(values))
{
    /// <summary>A copy, or null for null.</summary>
    public static MetricValues? Of(IReadOnlyDictionary<string, double>? values) => values is null ? null : new MetricValues(values);

    public override bool Equals(object? obj) =>
        obj is MetricValues other && Keys.SequenceEqual(other.Keys) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Count;

    /// <summary>The metrics: <c>f1 0.912, auc 0.99</c>.</summary>
    public override string ToString() =>
        string.Join(", ", this.Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value:0.####}")));
}

using System.Collections.ObjectModel;

namespace GoogLeNetSharp.Training;

/// <summary>Metric values by name, in a fixed order. Two instances with the same names and values are equal.</summary>
internal sealed class MetricValues(IEnumerable<KeyValuePair<string, double>> values)
    : ReadOnlyDictionary<string, double>(new OrderedDictionary<string, double>(values))
{
    /// <summary>Returns a copy, or null for null.</summary>
    public static MetricValues? Of(IReadOnlyDictionary<string, double>? values) => values is null ? null : new MetricValues(values);

    public override bool Equals(object? obj) =>
        obj is MetricValues other && Keys.SequenceEqual(other.Keys) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Count;

    /// <summary>Returns the metrics: <c>f1 0.912, auc 0.99</c>.</summary>
    public override string ToString() =>
        string.Join(", ", this.Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value:0.####}")));
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Maps the labels of a dataset to the classes of a network, by name.</summary>
internal sealed class ClassMap
{
    private readonly long[]? _classes;      // null if labels equal classes

    private ClassMap(long[]? classes) => _classes = classes;

    /// <summary>Gets the names of a dataset's classes, or null if unknown.</summary>
    public static IReadOnlyList<string>? NamesOf(utils.data.Dataset dataset) => (dataset as IClassNames)?.Classes;

    /// <summary>Compares the class names of a dataset and the network. If either are unknown, labels are used unchanged.</summary>
    /// <param name="network">Names of the network's classes, or null.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="name">Argument named in the error.</param>
    /// <exception cref="ArgumentException">The dataset has a class that the network lacks, or two classes with the same name.</exception>
    public static ClassMap Between(IReadOnlyList<string>? network, utils.data.Dataset dataset, string name)
    {
        if (network is null || NamesOf(dataset) is not { } names || names.SequenceEqual(network)) return new ClassMap(null);
        var indices = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < network.Count; i++)
        {
            if (!indices.TryAdd(network[i], i)) throw Twice(network[i], name);
        }

        if (names.GroupBy(each => each).FirstOrDefault(group => group.Count() > 1) is { } repeated) throw Twice(repeated.Key, name);
        if (names.FirstOrDefault(each => !indices.ContainsKey(each)) is { } unknown)
        {
            throw new ArgumentException(
                $"{name}: class \"{unknown}\" is not one of those trained on: {string.Join(", ", network.Select(each => $"\"{each}\""))}.",
                name);
        }

        return new ClassMap([.. names.Select(each => indices[each])]);
    }

    /// <summary>Maps labels to classes.</summary>
    /// <param name="labels">Labels of the dataset, int64 N, on the CPU.</param>
    /// <returns>Classes of the network, int64 N; the caller disposes it.</returns>
    public Tensor Apply(Tensor labels)
    {
        if (_classes is null || labels.dtype != ScalarType.Int64 || labels.dim() != 1) return labels.alias();
        return tensor([.. labels.data<long>().Select(Map)]);
    }

    private long Map(long label) => label >= 0 && label < _classes!.Length ? _classes[label] : throw new ArgumentException(
        FormattableString.Invariant($"targets: expected class indices from 0 to {_classes!.Length - 1}, got {label}."), "targets");

    private static ArgumentException Twice(string repeated, string name) =>
        new($"{name}: class \"{repeated}\" occurs twice, so names are ambiguous.", name);
}

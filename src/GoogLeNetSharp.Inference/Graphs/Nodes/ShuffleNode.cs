namespace GoogLeNetSharp.Graphs;

/// <summary>
/// Channel shuffle: interleaves the channels of all groups. C x H x W in and out.
/// </summary>
public sealed record ShuffleNode : GraphNode
{
    internal ShuffleNode(int id, string name, IReadOnlyList<int> inputs, long groups) : base(id, name, inputs) => Groups = groups;

    /// <summary>Number of channel groups, 1 or more.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public long Groups { get; init => field = NodeSettings.Positive(value, "number of groups"); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        IsMap(inputs[0]) && inputs[0][0] % Groups == 0 ? inputs[0] : null;

    private protected override string Details() => $"{Groups} groups";
}

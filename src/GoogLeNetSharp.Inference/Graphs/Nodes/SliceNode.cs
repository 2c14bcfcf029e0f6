namespace GoogLeNetSharp.Graphs;

/// <summary>A range of channels of a map: C x H x W -> length x H x W; or a range of features.</summary>
public sealed record SliceNode : GraphNode
{
    internal SliceNode(int id, string name, IReadOnlyList<int> inputs, long start, long length) : base(id, name, inputs)
    {
        Start = start;
        Length = length;
    }

    /// <summary>The first channel, 0 or more.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public long Start { get; init => field = NodeSettings.NotNegative(value, "first channel"); }

    /// <summary>The number of channels, 1 or more.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public long Length { get; init => field = NodeSettings.Positive(value, "number of channels"); }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        IsMapOrFeatures(inputs[0]) && inputs[0][0] >= Start + Length ? [Length, .. inputs[0][1..]] : null;

    private protected override string Details() => $"channels {Start} to {Start + Length - 1}";
}

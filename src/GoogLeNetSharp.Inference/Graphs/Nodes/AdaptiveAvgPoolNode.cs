namespace GoogLeNetSharp.Graphs;

/// <summary>Adaptive average pool: C x H x W -> C x <see cref="OutputSize"/>. With 1 x 1, it is a global average pool.</summary>
public sealed record AdaptiveAvgPoolNode : GraphNode
{
    internal AdaptiveAvgPoolNode(int id, string name, IReadOnlyList<int> inputs, (long Height, long Width) outputSize)
        : base(id, name, inputs) =>
        OutputSize = outputSize;

    /// <summary>Height and width of the output, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) OutputSize { get; init => field = NodeSettings.Positive(value, "output size"); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        IsMap(inputs[0]) ? [inputs[0][0], OutputSize.Height, OutputSize.Width] : null;

    private protected override string Details() => $"to {OutputSize.Height}x{OutputSize.Width}";
}

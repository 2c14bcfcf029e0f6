namespace GoogLeNetSharp.Graphs;

/// <summary>Constant padding of a map: C x H x W -> C x (H + top + bottom) x (W + left + right).</summary>
public sealed record PadNode : GraphNode
{
    internal PadNode(int id, string name, IReadOnlyList<int> inputs, (long Height, long Width) start, (long Height, long Width) end,
        double value)
        : base(id, name, inputs)
    {
        Start = start;
        End = end;
        Value = value;
    }

    /// <summary>Pixels at the top and on the left, 0 or more.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) Start { get; init => field = NodeSettings.NotNegative(value, "padding"); }

    /// <summary>Pixels at the bottom and on the right, 0 or more.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) End { get; init => field = NodeSettings.NotNegative(value, "padding at the end"); }

    /// <summary>Value of the padding; minus infinity before a max pool.</summary>
    /// <exception cref="ArgumentException">The value is not a number.</exception>
    public double Value { get; init => field = NodeSettings.Number(value, "value"); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => IsMap(inputs[0])
        ? [inputs[0][0], inputs[0][1] + Start.Height + End.Height, inputs[0][2] + Start.Width + End.Width]
        : null;

    private protected override string Details() =>
        FormattableString.Invariant($"top {Start.Height}, left {Start.Width}, bottom {End.Height}, right {End.Width}, value {Value}");
}

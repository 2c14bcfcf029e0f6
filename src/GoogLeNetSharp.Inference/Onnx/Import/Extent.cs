namespace GoogLeNetSharp.Onnx.Import;

/// <summary>A size in a shape, or a number computed from sizes: known, the batch size, the size of a map's axis, or unknown.</summary>
/// <param name="Known">The number, if known.</param>
/// <param name="Node">The graph node whose output has the axis; negative if none.</param>
/// <param name="Axis">The axis of that output.</param>
internal readonly record struct Extent(long? Known, int Node, int Axis)
{
    private const int OfBatch = -1, OfNothing = -2;

    /// <summary>The batch size.</summary>
    public static Extent Batch { get; } = new(null, OfBatch, 0);

    /// <summary>An unknown number.</summary>
    public static Extent Unknown { get; } = new(null, OfNothing, 0);

    /// <summary>Whether it is the batch size.</summary>
    public bool IsBatch => this == Batch;

    /// <summary>Creates a known number.</summary>
    public static implicit operator Extent(long value) => new(value, OfNothing, 0);

    /// <summary>Creates the unknown size of a map's axis.</summary>
    public static Extent Side(int node, int axis) => new(null, node, axis);

    /// <summary>Whether both are known to be equal.</summary>
    public bool Equal(Extent other) => this == other && this != Unknown;

    /// <summary>Combines two numbers symbolically.</summary>
    public static Extent Combine(Extent a, Extent b, Func<long, long, long> compute) =>
        a.Known is { } x && b.Known is { } y ? compute(x, y) : Unknown;

    /// <summary>Returns the number or its symbol.</summary>
    public override string ToString() => Known is { } known ? FormattableString.Invariant($"{known}") : IsBatch ? "N" : "?";
}

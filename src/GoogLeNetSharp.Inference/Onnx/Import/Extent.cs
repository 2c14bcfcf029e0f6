namespace GoogLeNetSharp.Onnx.Import;

/// <summary>A size within a shape, or a number computed from sizes: known, the batch's, the same as a side of some map, or
/// unknown.</summary>
/// <param name="Known">The number, where it is known.</param>
/// <param name="Node">The node of the graph whose output has the side; below 0 where it is none.</param>
/// <param name="Axis">The axis of that side.</param>
internal readonly record struct Extent(long? Known, int Node, int Axis)
{
    private const int OfBatch = -1, OfNothing = -2;

    /// <summary>The number of images.</summary>
    public static Extent Batch { get; } = new(null, OfBatch, 0);

    /// <summary>A number of which nothing is known.</summary>
    public static Extent Unknown { get; } = new(null, OfNothing, 0);

    /// <summary>Whether it is the number of images.</summary>
    public bool IsBatch => this == Batch;

    /// <summary>A known number.</summary>
    public static implicit operator Extent(long value) => new(value, OfNothing, 0);

    /// <summary>The side of a map whose size is open.</summary>
    public static Extent Side(int node, int axis) => new(null, node, axis);

    /// <summary>Whether both are the same number for sure.</summary>
    public bool Equal(Extent other) => this == other && this != Unknown;

    /// <summary>What is known of a number that is computed from two.</summary>
    public static Extent Combine(Extent a, Extent b, Func<long, long, long> compute) =>
        a.Known is { } x && b.Known is { } y ? compute(x, y) : Unknown;

    /// <summary>The number, or what stands for it.</summary>
    public override string ToString() => Known is { } known ? FormattableString.Invariant($"{known}") : IsBatch ? "N" : "?";
}

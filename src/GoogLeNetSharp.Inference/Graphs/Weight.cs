namespace GoogLeNetSharp.Graphs;

/// <summary>A weight of a <see cref="GraphNode"/>: a shape and float32 values in row-major order, in managed memory. Immutable.</summary>
public sealed class Weight
{
    private readonly float[]? _values;
    private readonly long[] _shape;

    private Weight(long[] shape, float[]? values)
    {
        _shape = shape;
        _values = values;
        Count = ShapeText.Count(shape);
    }

    /// <summary>Initializes a weight with a copy of values.</summary>
    /// <param name="values">The values in row-major order, as many as <paramref name="shape"/> has elements.</param>
    /// <param name="shape">Sizes of the dimensions, each 0 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public Weight(ReadOnlySpan<float> values, params long[] shape)
        : this((long[])(shape ?? throw new ArgumentNullException(nameof(shape))).Clone(), values.ToArray())
    {
        if (values.Length != Count)
            throw new ArgumentException($"values: expected {Count}, as {ShapeText.Of(shape)} has, got {values.Length}.", nameof(values));
    }

    /// <summary>Sizes of the dimensions.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>Gets the number of elements.</summary>
    public long Count { get; }

    /// <summary>The values in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The weight has a shape only.</exception>
    public ReadOnlyMemory<float> Values => Array;

    /// <summary>The values; must not be changed.</summary>
    internal float[] Array => _values
        ?? throw new InvalidOperationException($"This weight of {ShapeText.Of(_shape)} has no values: its graph describes shapes only.");

    /// <summary>Creates a weight without values, for a graph used only for shapes.</summary>
    internal static Weight ShapeOnly(params long[] shape) => new(shape, null);

    /// <summary>Creates a weight that takes ownership of arrays.</summary>
    internal static Weight Owning(float[] values, params long[] shape) => new(shape, values);

    /// <summary>Creates a vector filled with one value.</summary>
    internal static Weight Filled(long length, float value)
    {
        var values = new float[length];
        System.Array.Fill(values, value);
        return new Weight([length], values);
    }
}

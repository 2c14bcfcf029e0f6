namespace GoogLeNetSharp.Onnx.Import;

/// <summary>A constant: floating-point values, or integers, some of which may be unknown sizes.</summary>
internal sealed record ConstantValue : OnnxValue
{
    private readonly long[] _dims;
    private Extent[]? _shape;

    /// <summary>Floating-point values in row-major order; must not be changed.</summary>
    public ConstantValue(float[] reals, params long[] dims) => (Reals, _dims) = (reals, dims);

    /// <summary>Integers in row-major order; must not be changed.</summary>
    public ConstantValue(Extent[] wholes, params long[] dims) => (Wholes, _dims) = (wholes, dims);

    /// <summary>The floating-point values, or null.</summary>
    public float[]? Reals { get; }

    /// <summary>The integers, or null.</summary>
    public Extent[]? Wholes { get; }

    /// <summary>The shape.</summary>
    public long[] Dims => _dims;

    /// <summary>Number of values.</summary>
    public int Count => Reals?.Length ?? Wholes!.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<Extent> Shape => _shape ??= [.. _dims.Select(side => (Extent)side)];

    /// <summary>Reshapes the constant.</summary>
    public ConstantValue Reshaped(params long[] dims) => Reals is not null
        ? new ConstantValue(Reals, dims)
        : new ConstantValue(Wholes!, dims);

    /// <summary>Selects values into another shape.</summary>
    public ConstantValue Pick(int[] places, params long[] dims) => Reals is { } reals
        ? new ConstantValue(Array.ConvertAll(places, place => reals[place]), dims)
        : new ConstantValue(Array.ConvertAll(places, place => Wholes![place]), dims);
}

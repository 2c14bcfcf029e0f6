namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Numbers that do not depend on the input: real ones, or whole ones, of which some may be sizes that are open.</summary>
internal sealed record ConstantValue : OnnxValue
{
    private readonly long[] _dims;
    private Extent[]? _shape;

    /// <summary>Real numbers in row-major order, not to be written.</summary>
    public ConstantValue(float[] reals, params long[] dims) => (Reals, _dims) = (reals, dims);

    /// <summary>Whole numbers in row-major order, not to be written.</summary>
    public ConstantValue(Extent[] wholes, params long[] dims) => (Wholes, _dims) = (wholes, dims);

    /// <summary>The real numbers, or null.</summary>
    public float[]? Reals { get; }

    /// <summary>The whole numbers, or null.</summary>
    public Extent[]? Wholes { get; }

    /// <summary>Its sizes.</summary>
    public long[] Dims => _dims;

    /// <summary>How many numbers there are.</summary>
    public int Count => Reals?.Length ?? Wholes!.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<Extent> Shape => _shape ??= [.. _dims.Select(side => (Extent)side)];

    /// <summary>The same numbers in another shape of as many.</summary>
    public ConstantValue Reshaped(params long[] dims) => Reals is not null
        ? new ConstantValue(Reals, dims)
        : new ConstantValue(Wholes!, dims);

    /// <summary>Chosen numbers in another shape.</summary>
    public ConstantValue Pick(int[] places, params long[] dims) => Reals is { } reals
        ? new ConstantValue(Array.ConvertAll(places, place => reals[place]), dims)
        : new ConstantValue(Array.ConvertAll(places, place => Wholes![place]), dims);
}

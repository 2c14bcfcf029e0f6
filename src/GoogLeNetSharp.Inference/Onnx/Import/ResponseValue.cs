namespace GoogLeNetSharp.Onnx.Import;

/// <summary>
/// An intermediate value of a local response norm expressed by basic operators: the squares of a map, stacked, their mean over neighboring
/// channels, (k + alpha * mean), and its power beta.
/// </summary>
/// <param name="Squares">The product of the map with itself.</param>
/// <param name="Map">The map.</param>
internal sealed record ResponseValue(ComputedValue Squares, ComputedValue Map) : OnnxValue
{
    /// <summary>Whether there is a fifth axis: N x 1 x C x H x W.</summary>
    public bool IsStacked { get; init; }

    /// <summary>Number of zero channels padded before the first.</summary>
    public long Padding { get; init; }

    /// <summary>Number of channels of the mean; 0 before the mean.</summary>
    public long Size { get; init; }

    /// <summary>Factor of the mean.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>The constant added to the mean.</summary>
    public double K { get; init; }

    /// <summary>The exponent, or null.</summary>
    public double? Beta { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Extent> Shape => IsStacked ? [Map.Sides[0], 1, .. Map.Sides.Skip(1)] : Map.Sides;
}

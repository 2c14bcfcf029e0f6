namespace GoogLeNetSharp.Onnx.Import;

/// <summary>
/// A part of a local response norm that the file writes out: the squares of a map, stacked, their mean over neighbouring channels, (k +
/// alpha * mean), and that to the power of beta.
/// </summary>
/// <param name="Squares">The product of the map with itself.</param>
/// <param name="Map">The map.</param>
internal sealed record ResponseValue(ComputedValue Squares, ComputedValue Map) : OnnxValue
{
    /// <summary>Whether the channels lie behind each other as a fifth axis: N x 1 x C x H x W.</summary>
    public bool IsStacked { get; init; }

    /// <summary>Channels of zeros before the first that a padding has added.</summary>
    public long Padding { get; init; }

    /// <summary>Neighbouring channels of the mean; 0 before it.</summary>
    public long Size { get; init; }

    /// <summary>Factor of the mean.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>What is added to it.</summary>
    public double K { get; init; }

    /// <summary>The power, or null.</summary>
    public double? Beta { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Extent> Shape => IsStacked ? [Map.Sides[0], 1, .. Map.Sides.Skip(1)] : Map.Sides;
}

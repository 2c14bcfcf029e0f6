namespace GoogLeNetSharp.Inspection;

/// <summary>The receptive field of a pixel of a map: the pixels of the image that it depends on, computed from the windows on all
/// paths.</summary>
/// <param name="Size">Height and width of the field in pixels, which may exceed the image.</param>
/// <param name="Stride">Distance in pixels of the image between the fields of neighboring pixels, vertically and horizontally.</param>
/// <param name="Offset">Position of the first pixel's field, vertically and horizontally; negative in the padding.</param>
public sealed record ReceptiveField(IReadOnlyList<long> Size, IReadOnlyList<long> Stride, IReadOnlyList<long> Offset)
{
    /// <summary>Returns the field as text, for example <c>11x11 /4 from -5</c>: 11 x 11 pixels, 4 pixels apart, the first field starting 5
    /// pixels outside the image.</summary>
    public override string ToString() => $"{string.Join('x', Size)} /{Short(Stride)} from {Short(Offset)}";

    private static string Short(IReadOnlyList<long> numbers) => numbers[0] == numbers[1]
        ? FormattableString.Invariant($"{numbers[0]}") : FormattableString.Invariant($"{numbers[0]}x{numbers[1]}");
}

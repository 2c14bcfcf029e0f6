namespace GoogLeNetSharp.Inspection;

/// <summary>Which pixels of the image a pixel of a map can see: height and width of the field, apart, from the windows on all ways
/// there.</summary>
/// <param name="Size">Height and width of the field in pixels; it may be larger than the image.</param>
/// <param name="Stride">Pixels of the image from the field of one pixel to that of the next, down and across.</param>
/// <param name="Offset">Where the field of the first pixel begins, down and across: below 0 in the padding.</param>
public sealed record ReceptiveField(IReadOnlyList<long> Size, IReadOnlyList<long> Stride, IReadOnlyList<long> Offset)
{
    /// <summary>For example <c>11x11 /4 from -5</c>: 11 x 11 pixels, 4 pixels apart, the first one beginning 5 pixels outside the
    /// image.</summary>
    public override string ToString() => $"{string.Join('x', Size)} /{Short(Stride)} from {Short(Offset)}";

    private static string Short(IReadOnlyList<long> numbers) => numbers[0] == numbers[1]
        ? FormattableString.Invariant($"{numbers[0]}") : FormattableString.Invariant($"{numbers[0]}x{numbers[1]}");
}

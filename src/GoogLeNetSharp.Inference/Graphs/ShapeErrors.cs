using System.Globalization;

namespace GoogLeNetSharp.Graphs;

/// <summary>Creates the errors for invalid input shapes: argument, actual and allowed shape, place.</summary>
internal static class ShapeErrors
{
    /// <summary>Describes the allowed shapes: maps of rank 3 or features of rank 1, each with or without batch axis.</summary>
    public static string Layout(long? channels, int rank = 3)
    {
        var one = rank == 3
            ? $"{channels?.ToString(CultureInfo.InvariantCulture) ?? "C"} x H x W"
            : $"{channels?.ToString(CultureInfo.InvariantCulture) ?? "F"}";
        return $"N x {one} or {one}";
    }

    /// <summary>Checks that a shape is N x C x H x W or C x H x W.</summary>
    /// <param name="shape">The shape of the input.</param>
    /// <param name="channels">Expected channels, or null for any.</param>
    /// <param name="place">Module or stage named in the error.</param>
    /// <param name="name">Argument named in the error.</param>
    public static void CheckImage(ReadOnlySpan<long> shape, long? channels, string place, string name)
    {
        if (shape.Length is not (3 or 4))
        {
            throw new ArgumentException($"{name}: expected {Layout(channels)}, got {Text(shape)} ({shape.Length} dimensions), in {place}.",
                name);
        }

        if (channels is { } count && shape[^3] != count)
        {
            throw new ArgumentException(
                $"{name}: expected {channels} channels ({Layout(channels)}), got {shape[^3]} in {Text(shape)}, in {place}.", name);
        }
    }

    /// <summary>Checks that a shape is N x F or F.</summary>
    public static void CheckFeatures(ReadOnlySpan<long> shape, long? features, string place, string name)
    {
        if (shape.Length is not (1 or 2) || (features is { } count && shape[^1] != count))
            throw new ArgumentException($"{name}: expected {Layout(features, rank: 1)}, got {Text(shape)}, in {place}.", name);
    }

    /// <summary>Creates the message for an image of an unsupported size.</summary>
    public static ArgumentException Size(ReadOnlySpan<long> shape, SizeRange sizes, string place, string name)
    {
        var (smallest, largest) = sizes;
        var upTo = largest is null ? "" : $" and at most {largest} x {largest}";
        return new ArgumentException(
            $"{name}: expected an image of at least {smallest} x {smallest}{upTo} (H x W), got {shape[^2]} x {shape[^1]} in "
            + $"{Text(shape)}, in {place}.", name);
    }

    private static string Text(ReadOnlySpan<long> shape) => ShapeText.Of(shape.ToArray());
}

using System.Globalization;

namespace GoogLeNetSharp.Graphs;

/// <summary>What is said of an input whose shape does not fit: the argument, what came, what is allowed, where.</summary>
internal static class ShapeErrors
{
    /// <summary>The shapes that a place takes: maps of rank 3, features of rank 1, each with or without batch.</summary>
    public static string Layout(long? channels, int rank = 3)
    {
        var one = rank == 3
            ? $"{channels?.ToString(CultureInfo.InvariantCulture) ?? "C"} x H x W"
            : $"{channels?.ToString(CultureInfo.InvariantCulture) ?? "F"}";
        return $"N x {one} or {one}";
    }

    /// <summary>Checks that a shape is N x C x H x W or C x H x W.</summary>
    /// <param name="shape">The shape that came.</param>
    /// <param name="channels">The channels the place takes, or null for any.</param>
    /// <param name="place">Where it came, as the message names it.</param>
    /// <param name="name">The argument, as the message names it.</param>
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

    /// <summary>The message for an image of a size that does not fit.</summary>
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

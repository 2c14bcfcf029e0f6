namespace GoogLeNetSharp.Graphs;

/// <summary>Formats shapes for messages.</summary>
internal static class ShapeText
{
    /// <summary>Formats a shape: <c>shape [3, 224, 224]</c>.</summary>
    public static string Of(IEnumerable<long> shape) => $"shape [{string.Join(", ", shape)}]";

    /// <summary>Gets the number of elements.</summary>
    /// <exception cref="OverflowException">The number exceeds 2^63 - 1.</exception>
    public static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));
}

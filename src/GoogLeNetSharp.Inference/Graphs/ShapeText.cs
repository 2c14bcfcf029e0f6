namespace GoogLeNetSharp.Graphs;

/// <summary>Shapes as messages show them.</summary>
internal static class ShapeText
{
    /// <summary><c>shape [3, 224, 224]</c>.</summary>
    public static string Of(IEnumerable<long> shape) => $"shape [{string.Join(", ", shape)}]";

    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">There are more than 2^63 - 1.</exception>
    public static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));
}

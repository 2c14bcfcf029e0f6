using GoogLeNetSharp.Graphs;
using static GoogLeNetSharp.Onnx.OnnxGraphBuilder;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Makes runtimes report an error for unsupported image sizes, at a node whose name has the allowed range. ONNX does not define the result
/// of a window larger than the map: ONNX Runtime returns numbers in some cases and ends the process in others.
/// </summary>
/// <remarks>
/// The number of missing or excess pixels is the index into a table with a single zero: 0 is valid, any other index is out of range. The
/// zero is added to the image, so that the network depends on it and no optimizer can remove the nodes.
/// </remarks>
internal static class SizeGuard
{
    /// <summary>Writes the guard if variable sizes need one, and returns the name of the guarded value.</summary>
    /// <param name="onnx">Receives the nodes.</param>
    /// <param name="shapes">The supported sizes.</param>
    /// <param name="input">Name of the input, used for the names of the nodes.</param>
    /// <param name="images">Name of the guarded value, N x C x H x W.</param>
    /// <param name="shape">Shape of that value.</param>
    public static string Write(OnnxGraphBuilder onnx, OnnxShapes shapes, string input, string images, Dimension[] shape)
    {
        SizeRange[] sides = [shapes.Heights, shapes.Widths];
        if (!sides.Any(NeedsGuard)) return images;
        var allSides = Whole("Shape", "shape", [shape.Length], [images]);
        var actual = Whole("Slice", "sides", [2],
            [allSides, onnx.Constant($"{input}.first_side", 2), onnx.Constant($"{input}.end_of_sides", 4)]);
        var smallest = onnx.Constant($"{input}.smallest", [.. sides.Select(side => side.Smallest)]);
        var largest = onnx.Constant($"{input}.largest", [.. sides.Select(side => side.Largest ?? long.MaxValue)]);
        var missing = Whole("Sub", "missing", [2], [smallest, actual]);
        var excess = Whole("Sub", "excess", [2], [actual, largest]);
        var outside = Whole("Max", "outside", [2], [missing, excess, onnx.Constant($"{input}.inside", 0)]);
        var found = onnx.Step("Gather", input, $"height_must_be_{Name(sides[0])}_and_width_{Name(sides[1])}", [2],
            [onnx.Constant($"{input}.zero", [0f], 1), outside]);
        var zero = onnx.Step("ReduceSum", input, "found", [], [found], Attribute("keepdims", 0));
        return onnx.Step("Add", input, "guarded", shape, [images, zero]);

        string Whole(string operation, string step, Dimension[] length, string[] inputs)
        {
            var output = onnx.Node(operation, onnx.UniqueName($"{input}.{step}"), inputs);
            onnx.Describe(output, length, DataType.Int64);
            return output;
        }
    }

    // the runtime itself checks sizes that are fixed in the file
    private static bool NeedsGuard(SizeRange side) => side.Smallest != side.Largest && (side.Smallest > 1 || side.Largest is not null);

    // for example 15_or_more, 193_to_224, 32
    private static string Name(SizeRange side) => FormattableString.Invariant(
        $"{side.Smallest}{(side.Largest == side.Smallest ? "" : side.Largest is { } largest ? $"_to_{largest}" : "_or_more")}");
}

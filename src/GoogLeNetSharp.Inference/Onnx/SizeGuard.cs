using GoogLeNetSharp.Graphs;
using static GoogLeNetSharp.Onnx.OnnxGraphBuilder;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Turns a run on an image of a size that the network does not take into an error of the runtime, at a node whose name says what is
/// allowed. ONNX leaves open what a window does that fits nowhere: ONNX Runtime gives numbers for some and ends the process at others.
/// </summary>
/// <remarks>
/// The pixels that an image has too few or too many are the index into a table of one zero: 0 finds it, anything else is beyond the table.
/// The zero is added to the image, so that nothing of the network can run before it is found, and no optimiser can take the nodes out.
/// </remarks>
internal static class SizeGuard
{
    /// <summary>Writes the guard where the sizes left open need one, and returns the name of the value to read from then on.</summary>
    /// <param name="onnx">Takes the nodes.</param>
    /// <param name="shapes">The sizes that the network takes.</param>
    /// <param name="input">Name of the input, from which the nodes have theirs.</param>
    /// <param name="images">Name of the value that is guarded, N x C x H x W.</param>
    /// <param name="shape">Its shape.</param>
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

    // Where the file fixes a side, the runtime compares it with the input's shape.
    private static bool NeedsGuard(SizeRange side) => side.Smallest != side.Largest && (side.Smallest > 1 || side.Largest is not null);

    // 15_or_more, 193_to_224, 32.
    private static string Name(SizeRange side) => FormattableString.Invariant(
        $"{side.Smallest}{(side.Largest == side.Smallest ? "" : side.Largest is { } largest ? $"_to_{largest}" : "_or_more")}");
}

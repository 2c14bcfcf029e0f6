using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>
/// Imports local response norms that are expressed by basic operators, as in PyTorch's exports: x / (k + alpha * mean of x * x over
/// neighbouring channels) ^ beta.
/// </summary>
internal sealed class ResponseImport(ImportedGraph graph)
{
    /// <summary>Matches x * x, the possible start of a norm.</summary>
    public ComputedValue? TrySquare(OnnxNode node)
    {
        if (node.Value(0) is not ComputedValue { Layout: ValueLayout.Plain, Rank: 4 } map || !ReferenceEquals(map, node.Value(1)))
        {
            return null;
        }
        return graph.AddLike(map, id => new ProductNode(id, node.Name, [map.Node, map.Node]));
    }

    /// <summary>Matches squares of a map with a new second axis: N x 1 x C x H x W.</summary>
    public static ResponseValue? TryStack(ImportedGraph graph, ComputedValue value) =>
        graph[value] is ProductNode { Inputs: [var x, var y] } && x == y
            ? new ResponseValue(value, value with { Node = x }) { IsStacked = true } : null;

    /// <summary>Matches the squares with zero padding of the channels.</summary>
    public static ResponseValue Pad(OnnxNode node, ResponseValue value)
    {
        var pads = node.IntsOrInput("pads", 1);
        if (value is not { IsStacked: true, Size: 0, Padding: 0 } || pads is not [0, 0, var before, 0, 0, 0, 0, var behind, 0, 0]
            || before < 0 || behind < 0 || before - behind is not (0 or 1))
        {
            throw node.Unsupported("pads no local response norm");
        }

        if ((node.Has(2) ? node.Reals(2) is [var one] ? one : 1 : node.Float("value", 0)) != 0)
        {
            throw node.Unsupported("pads with another number than 0");
        }
        return value with { Padding = before };
    }

    /// <summary>Matches the mean over neighboring channels.</summary>
    public static ResponseValue Average(OnnxNode node, ResponseValue value)
    {
        if (value is not { IsStacked: true, Size: 0 } || node.Ints("kernel_shape") is not [var size, 1, 1]
            || node.Ints("strides") is not (null or [1, 1, 1]))
        {
            throw node.Unsupported("is not a mean over neighboring channels");
        }

        var before = node.Ints("pads") is [var first, 0, 0, _, 0, 0] ? first : 0;
        if (before + value.Padding != size / 2 || (before > 0 && node.Int("count_include_pad", 0) == 0))
        {
            throw node.Unsupported("is not a mean over neighboring channels");
        }
        return value with { Size = size };
    }

    /// <summary>Matches the removal of the second axis.</summary>
    public static ResponseValue Unstack(OnnxNode node, ResponseValue value) =>
        value is { IsStacked: true, Size: > 0 }
            ? value with { IsStacked = false }
            : throw node.Unsupported("is no part of a local response norm that is supported");

    /// <summary>Matches a mean times a number, or returns null.</summary>
    public ResponseValue? TryScale(OnnxNode node) => Part(node, out var number) is { K: 0, Beta: null } part
        ? part with { Alpha = part.Alpha * number } : null;

    /// <summary>Matches a mean plus a number, or returns null.</summary>
    public ResponseValue? TryShift(OnnxNode node) => Part(node, out var number) is { Beta: null } part
        ? part with { K = part.K + number } : null;

    /// <summary>Matches a power of a scaled and shifted mean.</summary>
    public ResponseValue Pow(OnnxNode node) => Part(node, out var number) is { Beta: null } part && node.Value(0) is ResponseValue
        ? part with { Beta = number } : throw node.Unsupported("is supported within a local response norm only");

    /// <summary>Matches a map divided by such a power, or returns null.</summary>
    public ComputedValue? TryDivide(OnnxNode node)
    {
        if (node.Value(1) is not ResponseValue { Beta: { } beta } part) return null;
        if (node.Value(0) is not ComputedValue map || map.Node != part.Map.Node)
        {
            throw node.Unsupported("divides another map by a local response");
        }
        return graph.AddLike(map, id => new LocalResponseNormNode(id, node.Name, [map.Node], part.Size, part.Alpha, beta, part.K));
    }

    private static ResponseValue? Part(OnnxNode node, out double number)
    {
        number = 0;
        var (part, other) = (node.Value(0), node.Value(1)) is (ResponseValue first, var second)
            ? (first, second)
            : (node.Value(1) as ResponseValue, node.Value(0));
        if (part is not { IsStacked: false, Size: > 0 }) return null;
        number = other is ConstantValue { Reals: [var real] }
            ? real
            : throw node.Unsupported("is no part of a local response norm that is supported");
        return part;
    }
}

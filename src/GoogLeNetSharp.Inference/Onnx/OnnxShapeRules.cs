using System.Runtime.InteropServices;
using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Computes output shapes of the exported operators by the rules of the ONNX specification, independently of the exported graph, so that
/// both can be compared.
/// </summary>
internal static class OnnxShapeRules
{
    /// <summary>Computes the output shape of a node, or null if its inputs are not valid.</summary>
    public static long[]? Output(NodeProto node, long[][] inputs, IReadOnlyDictionary<string, TensorProto> constants) => node.OpType switch
    {
        "Relu" or "LRN" or "Softmax" or "Identity" or "Cast" => inputs[0],
        "BatchNormalization" => inputs.Skip(1).All(channels => channels.SequenceEqual([inputs[0][1]])) ? inputs[0] : null,
        "Mul" or "Add" or "Sub" or "Div" or "Pow" or "Max" =>
            inputs.Aggregate((long[]?)[], (all, input) => all is null ? null : Broadcast(all, input)),
        "Conv" => inputs[1][1] * Int(node, "group") == inputs[0][1] ? Slide(node, inputs[0], inputs[1][0]) : null,
        "MaxPool" or "AveragePool" => PadsFit(node) ? Slide(node, inputs[0], inputs[0][1]) : null,
        "GlobalAveragePool" => [inputs[0][0], inputs[0][1], 1, 1],
        "Concat" => Concat(inputs, (int)Int(node, "axis")),
        "Flatten" => [Product(inputs[0].Take((int)Int(node, "axis"))), Product(inputs[0].Skip((int)Int(node, "axis")))],
        "Gemm" => Gemm(node, inputs),
        "MatMul" => MatMul(inputs[0], inputs[1]),
        "Transpose" => [.. Ints(node, "perm").Select(axis => inputs[0][axis])],
        "Pad" => Pad(inputs[0], Values(constants[node.Input[1]])),
        "Unsqueeze" => Unsqueeze(inputs[0], Values(constants[node.Input[1]])),
        "Squeeze" => Squeeze(inputs[0], Values(constants[node.Input[1]])),
        "Shape" => [inputs[0].Length],
        "Slice" => Slice(inputs[0], Values(constants[node.Input[1]]), Values(constants[node.Input[2]])),
        "Gather" => [.. inputs[1], .. inputs[0].Skip(1)],
        "ReduceSum" => inputs.Length == 1 && Int(node, "keepdims") == 0 ? [] : null,
        _ => null,
    };

    // ONNX Runtime's rule for pools, regardless of the dilation; it does not load other files
    private static bool PadsFit(NodeProto node)
    {
        var kernel = Ints(node, "kernel_shape");
        return !Ints(node, "pads").Where((pad, i) => pad >= kernel[i % kernel.Length]).Any();
    }

    private static long[]? Slide(NodeProto node, long[] map, long channels)
    {
        long[] kernel = Ints(node, "kernel_shape");
        var spatial = map.Length - 2;
        if (kernel.Length != spatial) return null;
        var (strides, dilations) = (Ints(node, "strides", Ones(spatial)), Ints(node, "dilations", Ones(spatial)));
        var pads = Ints(node, "pads", new long[2 * spatial]);
        var ceil = Int(node, "ceil_mode") == 1;
        var shape = new long[map.Length];
        (shape[0], shape[1]) = (map[0], channels);
        for (var i = 0; i < spatial; i++)
        {
            var steps = (double)(map[i + 2] + pads[i] + pads[i + spatial] - ((dilations[i] * (kernel[i] - 1)) + 1)) / strides[i];
            shape[i + 2] = (long)(ceil ? Math.Ceiling(steps) : Math.Floor(steps)) + 1;
            if (shape[i + 2] < 1) return null;
        }

        return shape;
    }

    private static long[]? Broadcast(long[] left, long[] right)
    {
        var rank = Math.Max(left.Length, right.Length);
        var shape = new long[rank];
        for (var i = 1; i <= rank; i++)
        {
            var (a, b) = (i <= left.Length ? left[^i] : 1, i <= right.Length ? right[^i] : 1);
            if (a != b && a != 1 && b != 1) return null;
            shape[^i] = a == 1 ? b : a;
        }

        return shape;
    }

    private static long[]? Concat(long[][] inputs, int axis)
    {
        if (inputs.Any(shape => !Without(shape, axis).SequenceEqual(Without(inputs[0], axis)))) return null;
        long[] joined = [.. inputs[0]];
        joined[axis] = inputs.Sum(shape => shape[axis]);
        return joined;
    }

    private static long[]? Gemm(NodeProto node, long[][] inputs)
    {
        long[] weight = Int(node, "transB") == 1 ? [inputs[1][1], inputs[1][0]] : inputs[1];
        if (inputs[0].Length != 2 || inputs[0][1] != weight[0]) return null;
        long[] product = [inputs[0][0], weight[1]];
        return inputs.Length == 2 || Broadcast(product, inputs[2]) is { } sum && sum.SequenceEqual(product) ? product : null;
    }

    private static long[]? MatMul(long[] left, long[] right) => left[^1] == right[^2] && Broadcast(left[..^2], right[..^2]) is { } batch
        ? [.. batch, left[^2], right[^1]]
        : null;

    private static long[] Pad(long[] shape, long[] pads) =>
        [.. shape.Select((side, axis) => side + pads[axis] + pads[axis + shape.Length])];

    private static long[] Unsqueeze(long[] shape, long[] axes)
    {
        List<long> sides = [.. shape];
        foreach (var axis in axes.Order()) sides.Insert((int)axis, 1);
        return [.. sides];
    }

    private static long[]? Squeeze(long[] shape, long[] axes) =>
        axes.All(axis => shape[axis] == 1) ? [.. shape.Where((_, axis) => !axes.Contains(axis))] : null;

    private static long[] Slice(long[] shape, long[] starts, long[] ends) =>
        [.. shape.Select((side, axis) => axis < starts.Length ? Math.Max(0, Math.Min(ends[axis], side) - starts[axis]) : side)];

    private static long Int(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? 0;

    private static long[] Ints(NodeProto node, string name, params long[] otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.Ints.ToArray() ?? otherwise;

    private static long[] Values(TensorProto constant) => MemoryMarshal.Cast<byte, long>(constant.RawData.Span).ToArray();

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];

    private static IEnumerable<long> Without(long[] shape, int axis) => shape.Where((_, i) => i != axis);

    private static long Product(IEnumerable<long> sides) => sides.Aggregate(1L, (product, side) => product * side);
}

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Imports windows of convolutions and pools from attributes.</summary>
internal static class WindowImport
{
    /// <summary>Gets the window of a node that reads a map.</summary>
    /// <param name="node">The node.</param>
    /// <param name="map">The map.</param>
    /// <param name="kernelSize">Height and width, which must equal the attribute; null to use the attribute.</param>
    public static Window2d Of(OnnxNode node, ComputedValue map, (long Height, long Width)? kernelSize)
    {
        var kernel = Pair(node, "kernel_shape") ?? kernelSize ?? throw node.Unsupported("has no kernel_shape");
        if (kernelSize is not null && kernel != kernelSize) throw node.Unsupported($"has a kernel of {kernelSize} and says {kernel}");
        var (stride, dilation) = (Pair(node, "strides") ?? (1, 1), Pair(node, "dilations") ?? (1, 1));
        var window = new Window2d(kernel) { Stride = stride, Dilation = dilation, CeilMode = node.Int("ceil_mode", 0) != 0 };
        var ((top, bottom), (left, right)) = node.Text("auto_pad", "NOTSET") switch
        {
            "NOTSET" => Pads(node),
            "VALID" => ((0, 0), (0, 0)),
            "SAME_UPPER" => (Same(node, window, map, axis: 2, atEnd: true), Same(node, window, map, axis: 3, atEnd: true)),
            "SAME_LOWER" => (Same(node, window, map, axis: 2, atEnd: false), Same(node, window, map, axis: 3, atEnd: false)),
            var other => throw node.Unsupported($"has auto_pad {Files.InvalidFile.Quote(other)}"),
        };
        return window with { Padding = (top, left), EndPadding = (top, left) == (bottom, right) ? null : (bottom, right) };
    }

    /// <summary>Gets the sizes of the output map if they are known or unchanged; otherwise null.</summary>
    public static Extent?[] Sides(ComputedValue map, Window2d window, long channels)
    {
        var known = window.Positions(map.Sides[2].Known ?? int.MaxValue, map.Sides[3].Known ?? int.MaxValue);
        return
        [
            Extent.Batch, channels,
            Side(2, known.Height, window.Stride.Height, window.Padding.Height + window.End.Height,
                window.Dilation.Height * (window.KernelSize.Height - 1)),
            Side(3, known.Width, window.Stride.Width, window.Padding.Width + window.End.Width,
                window.Dilation.Width * (window.KernelSize.Width - 1)),
        ];

        Extent? Side(int axis, long positions, long stride, long padding, long reach) =>
            map.Sides[axis].Known is not null ? positions : stride == 1 && padding == reach ? map.Sides[axis] : null;
    }

    private static (long, long)? Pair(OnnxNode node, string attribute) => node.Ints(attribute) switch
    {
        null => null,
        [var height, var width] => (height, width),
        var other => throw node.Unsupported($"has {attribute} of {other.Length} numbers; 2 are supported"),
    };

    private static ((long, long), (long, long)) Pads(OnnxNode node) => node.Ints("pads") switch
    {
        null => ((0, 0), (0, 0)),
        [var top, var left, var bottom, var right] => ((top, bottom), (left, right)),
        var other => throw node.Unsupported($"has pads of {other.Length} numbers; 4 are supported"),
    };

    // the output size is ceil(size / stride); an odd padding pixel goes to the end, or to the start
    private static (long, long) Same(OnnxNode node, Window2d window, ComputedValue map, int axis, bool atEnd)
    {
        var (stride, span) = axis == 2
            ? (window.Stride.Height, (window.Dilation.Height * (window.KernelSize.Height - 1)) + 1)
            : (window.Stride.Width, (window.Dilation.Width * (window.KernelSize.Width - 1)) + 1);
        if (map.Sides[axis].Known is null && stride != 1) throw node.Unsupported("has auto_pad and a stride on a map of unknown size");
        var size = map.Sides[axis].Known ?? 1;
        var padding = stride == 1 ? span - 1 : Math.Max(0, ((((size - 1) / stride) * stride) + span) - size);
        return atEnd ? (padding / 2, padding - (padding / 2)) : (padding - (padding / 2), padding / 2);
    }
}

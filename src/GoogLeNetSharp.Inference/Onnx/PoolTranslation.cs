using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.OnnxGraphBuilder;

namespace GoogLeNetSharp.Onnx;

/// <summary>Writes pools. ONNX and PyTorch differ at the edge in ceil mode, in the divisor of averages, and in adaptive sizes.</summary>
internal sealed class PoolTranslation(OnnxGraphBuilder onnx, OnnxShapes shapes)
{
    /// <summary>Writes a max pool.</summary>
    public void WriteMax(MaxPoolNode pool, string input, string output)
    {
        var window = pool.Window;
        var map = shapes[pool.Inputs[0]];
        var edge = EdgeOf(pool, window, map);
        if (edge.Bottom >= window.KernelSize.Height || edge.Right >= window.KernelSize.Width)
        {
            // A dilated window can extend further beyond the edge than ONNX Runtime allows for padding; the padding is then written as
            // pixels of minus infinity.
            input = WritePad(input, output, map, edge, onnx.Constant($"{output}.least", [float.NegativeInfinity], []));
            edge = default;
        }

        onnx.Node("MaxPool", output, [input],
            [.. Sliding(window, edge), Attribute("dilations", window.Dilation.Height, window.Dilation.Width)]);
    }

    /// <summary>Writes an average pool.</summary>
    public void WriteAverage(AvgPoolNode pool, string input, string output)
    {
        var window = pool.Window;
        var map = shapes[pool.Inputs[0]];
        var edge = EdgeOf(pool, window, map);
        var countPadding = pool.CountIncludePad && (window.Padding != (0, 0) || window.End != (0, 0));
        if (countPadding && window.CeilMode)
        {
            // PyTorch's divisor includes the padding but not pixels beyond it. ONNX cannot express this, so the padding is written as
            // pixels.
            var (height, width) = window.End;
            input = WritePad(input, output, map, edge with { Bottom = height, Right = width });
            edge = new Edge(0, 0, Math.Max(0, edge.Bottom - height), Math.Max(0, edge.Right - width), edge.CeilMode);
            countPadding = false;
        }

        onnx.Node("AveragePool", output, [input], [.. Sliding(window, edge), Attribute("count_include_pad", countPadding ? 1 : 0)]);
    }

    /// <summary>Writes an adaptive average pool.</summary>
    /// <exception cref="NotSupportedException">The output is not 1 x 1 and the input size is variable.</exception>
    public void WriteAdaptive(AdaptiveAvgPoolNode pool, string input, string output)
    {
        if (pool.OutputSize == (1, 1))
        {
            onnx.Node("GlobalAveragePool", output, [input]);
            return;
        }

        var map = shapes[pool.Inputs[0]];
        var (height, width) = Size(map) ?? throw SizeIsOpen(pool);
        if (height % pool.OutputSize.Height == 0 && width % pool.OutputSize.Width == 0)
        {
            var (windowHeight, windowWidth) = (height / pool.OutputSize.Height, width / pool.OutputSize.Width);
            onnx.Node("AveragePool", output, [input],
                Attribute("kernel_shape", windowHeight, windowWidth), Attribute("strides", windowHeight, windowWidth));
            return;
        }

        // areas of different sizes become a weight matrix on each side
        var down = onnx.Constant($"{output}.rows", Areas(height, pool.OutputSize.Height), pool.OutputSize.Height, height);
        var across = onnx.Constant($"{output}.columns", Transposed(Areas(width, pool.OutputSize.Width), width), width,
            pool.OutputSize.Width);
        var rows = onnx.Step("MatMul", output, "pooled_rows", [map[0], map[1], pool.OutputSize.Height, width], [down, input]);
        onnx.Node("MatMul", output, [rows, across]);
    }

    /// <summary>
    /// Computes the padding in the file. In ceil mode, PyTorch drops a last window that starts beyond the image and its leading padding;
    /// older ONNX versions do not. ONNX's ceil mode is used if this cannot happen; otherwise the trailing padding is chosen to give
    /// PyTorch's count.
    /// </summary>
    private Edge EdgeOf(GraphNode pool, Window2d window, Dimension[] map)
    {
        var (top, left) = window.Padding;
        if (!window.CeilMode) return new Edge(top, left, window.End.Height, window.End.Width, CeilMode: false);
        if (window.EndPadding is null && CeilAgrees(window)) return new Edge(top, left, top, left, CeilMode: true);
        var (height, width) = Size(map) ?? throw SizeIsOpen(pool);
        var positions = shapes[pool.Id];
        return new Edge(top, left,
            EndPadding(window, side => side.Height, height, positions[2].Value!.Value),
            EndPadding(window, side => side.Width, width, positions[3].Value!.Value),
            CeilMode: false);
    }

    private string WritePad(string input, string output, Dimension[] map, Edge edge, params string[] value)
    {
        var pads = onnx.Constant($"{output}.pads", 0, 0, edge.Top, edge.Left, 0, 0, edge.Bottom, edge.Right);
        Dimension[] padded = [map[0], map[1], Padded(map[2], edge.Top + edge.Bottom), Padded(map[3], edge.Left + edge.Right)];
        return onnx.Step("Pad", output, "padded", padded, [input, pads, .. value]);
    }

    private static AttributeProto[] Sliding(Window2d window, Edge edge) =>
    [
        Attribute("kernel_shape", window.KernelSize.Height, window.KernelSize.Width),
        Attribute("strides", window.Stride.Height, window.Stride.Width),
        Attribute("pads", edge.Top, edge.Left, edge.Bottom, edge.Right),
        Attribute("ceil_mode", edge.CeilMode ? 1 : 0),
    ];

    private static bool CeilAgrees(Window2d window) =>
        window.Stride.Height + window.Padding.Height <= Span(window, side => side.Height)
        && window.Stride.Width + window.Padding.Width <= Span(window, side => side.Width);

    private static long EndPadding(Window2d window, Func<(long Height, long Width), long> side, long size, long positions) =>
        Math.Max(0, ((positions - 1) * side(window.Stride)) + Span(window, side) - size - side(window.Padding));

    private static long Span(Window2d window, Func<(long Height, long Width), long> side) =>
        (side(window.Dilation) * (side(window.KernelSize) - 1)) + 1;

    // PyTorch's areas: floor(i * size / count) to ceil((i + 1) * size / count).
    private static float[] Areas(long size, long count)
    {
        var weights = new float[count * size];
        for (var i = 0L; i < count; i++)
        {
            var (start, end) = (i * size / count, (((i + 1) * size) + count - 1) / count);
            Array.Fill(weights, 1f / (end - start), (int)((i * size) + start), (int)(end - start));
        }

        return weights;
    }

    private static float[] Transposed(float[] matrix, long columns)
    {
        var rows = matrix.Length / columns;
        return [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % rows * columns) + (i / rows)])];
    }

    private static Dimension Padded(Dimension side, long padding) => side.Value is { } value ? value + padding : Dimension.Unknown;

    private static (long Height, long Width)? Size(Dimension[] map) =>
        map[2].Value is { } height && map[3].Value is { } width ? (height, width) : null;

    private static NotSupportedException SizeIsOpen(GraphNode node) => new(
        $"options: {node.Name}, {node}, can be written for a fixed image size only: Height and Width must be given.");

    /// <summary>The padding of a map: pixels on each side, and whether a window may extend beyond the end.</summary>
    private readonly record struct Edge(long Top, long Left, long Bottom, long Right, bool CeilMode);
}

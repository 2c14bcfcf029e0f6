using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Imports convolutions, pools, norms and linear layers.</summary>
internal sealed class LayerImport(ImportedGraph graph)
{
    /// <summary>Registers the operators.</summary>
    public void AddTo(Dictionary<string, Func<OnnxNode, OnnxValue>> operators)
    {
        operators["Conv"] = Conv;
        operators["BatchNormalization"] = BatchNorm;
        operators["MaxPool"] = MaxPool;
        operators["AveragePool"] = AveragePool;
        operators["GlobalAveragePool"] = node => GlobalAverage(node, node.Map(0));
        operators["GlobalMaxPool"] = GlobalMax;
        operators["LRN"] = LocalResponseNorm;
        operators["Gemm"] = Gemm;
        operators["MatMul"] = MatMul;
        operators["Pad"] = Pad;
        operators["ReduceMean"] = ReduceMean;
    }

    private ComputedValue Conv(OnnxNode node)
    {
        var map = node.Map(0);
        var weight = node.Constant(1);
        if (weight.Dims is not [var outChannels, var inChannels, var height, var width])
        {
            throw node.Unsupported($"has a weight of shape {weight.ShapeText}; K x C x H x W is supported");
        }
        var window = WindowImport.Of(node, map, (height, width));
        var sides = WindowImport.Sides(map, window, outChannels);
        var groups = node.Int("group", 1);
        if (map.Sides[1].Known is { } channels && channels != inChannels * groups)
        {
            throw node.Unsupported($"takes {inChannels * groups} channels and reads {map.ShapeText}");
        }
        var source = map.Node;
        if (graph[map] is PadNode { Value: 0 } pad)
        {
            var (start, end) = (window.Padding, window.End);
            window = window with
            {
                Padding = (start.Height + pad.Start.Height, start.Width + pad.Start.Width),
                EndPadding = (end.Height + pad.End.Height, end.Width + pad.End.Width),
            };
            if (window.EndPadding == window.Padding) window = window with { EndPadding = null };
            source = pad.Inputs[0];
        }

        return graph.Add(id => new ConvNode(id, node.Name, [source], Weight(node, 1), Bias(node, 2), window, groups), sides);
    }

    private ComputedValue BatchNorm(OnnxNode node)
    {
        if (node.Int("training_mode", 0) != 0) throw node.Unsupported("is in training mode");
        var value = node.Computed(0);
        Weight Vector(int input) => Graphs.Weight.Owning(node.Reals(input), node.Constant(input).Dims);
        var norm = new BatchNormNode(0, node.Name, [value.Node], Vector(1), Vector(2), Vector(3), Vector(4), node.Float("epsilon", 1e-5));
        if (value.Rank == 4) return graph.AddLike(value, id => norm with { Id = id });
        var (factor, shift) = norm.FactorAndShift();
        return graph.AddScale(node, value, [.. factor.Select(number => (float)number)], [.. shift.Select(number => (float)number)]);
    }

    private ComputedValue MaxPool(OnnxNode node)
    {
        var map = node.Map(0);
        if (node.Int("storage_order", 0) != 0) throw node.Unsupported("has storage_order 1");
        var window = WindowImport.Of(node, map, null);
        return graph.Add(id => new MaxPoolNode(id, node.Name, [map.Node], window), Pooled(map, window));
    }

    private ComputedValue AveragePool(OnnxNode node)
    {
        var map = node.Map(0);
        var window = WindowImport.Of(node, map, null);
        var counts = node.Int("count_include_pad", 0) != 0;
        return graph.Add(id => new AvgPoolNode(id, node.Name, [map.Node], window, counts), Pooled(map, window));
    }

    private static Extent?[] Pooled(ComputedValue map, Window2d window)
    {
        var sides = WindowImport.Sides(map, window, 1);
        sides[1] = map.Sides[1];
        return sides;
    }

    private ComputedValue GlobalAverage(OnnxNode node, ComputedValue map) =>
        graph.Add(id => new AdaptiveAvgPoolNode(id, node.Name, [map.Node], (1, 1)), Extent.Batch, map.Sides[1], 1, 1);

    private ComputedValue GlobalMax(OnnxNode node)
    {
        var map = node.Map(0);
        return graph.Add(id => new GlobalMaxPoolNode(id, node.Name, [map.Node]), Extent.Batch, map.Sides[1], 1, 1);
    }

    private ComputedValue LocalResponseNorm(OnnxNode node)
    {
        var map = node.Map(0);
        var size = node.Int("size", 0);
        if (size % 2 == 0) throw node.Unsupported($"has size {size}; odd sizes are supported");
        return graph.AddLike(map, id => new LocalResponseNormNode(
            id, node.Name, [map.Node], size, node.Float("alpha", 0.0001f), node.Float("beta", 0.75), node.Float("bias", 1)));
    }

    private ComputedValue Gemm(OnnxNode node)
    {
        if (node.Int("transA", 0) != 0) throw node.Unsupported("has transA 1");
        var (alpha, beta) = (node.Float("alpha", 1), node.Float("beta", 1));
        var isPlain = alpha == 1 && beta == 1 && node.Has(2) && node.Constant(2).Count > 1;
        var linear = Linear(node, node.Int("transB", 0) != 0, isPlain ? Bias(node, 2) : null);
        if (alpha != 1) linear = graph.AddScale(node, linear, [(float)alpha], [0]);
        return isPlain || !node.Has(2)
            ? linear
            : graph.AddScale(node, linear, [1], [.. node.Reals(2).Select(number => (float)(beta * number))]);
    }

    private ComputedValue MatMul(OnnxNode node)
    {
        if (node.Value(0) is ConstantValue rows) return PooledBy(node, rows, node.Map(1), alongHeight: true);
        if (node.Computed(0) is { Rank: 4 } map) return PooledBy(node, node.Constant(1), map, alongHeight: false);
        return Linear(node, transposed: false, bias: null);
    }

    private ComputedValue Linear(OnnxNode node, bool transposed, Weight? bias)
    {
        var features = node.Computed(0);
        if (features.Rank != 2) throw node.Unsupported($"reads a value of shape {features.ShapeText}; N x F is supported");
        var (values, weight) = (node.Reals(1), node.Constant(1));
        if (weight.Dims is not [var first, var second]) throw node.Unsupported($"has a weight of shape {weight.ShapeText}");
        var (inFeatures, outFeatures) = transposed ? (second, first) : (first, second);
        if (features.Sides[1].Known is { } given && given != inFeatures)
        {
            throw node.Unsupported($"takes {inFeatures} features and reads {features.ShapeText}");
        }
        if (!transposed) values = Transposed(values, (int)first, (int)second);
        return graph.Add(
            id => new LinearNode(id, node.Name, [features.Node], Graphs.Weight.Owning(values, outFeatures, inFeatures), bias), Extent.Batch,
            outFeatures);
    }

    // Means over areas of a map as matrix products: the exported form of an adaptive pool with areas of different sizes.
    private ComputedValue PooledBy(OnnxNode node, ConstantValue areas, ComputedValue map, bool alongHeight)
    {
        if (areas is not { Reals: { } weights, Dims: [var rows, var columns] } || map.Sides[2].Known is not { } height
            || map.Sides[3].Known is not { } width)
        {
            throw node.Unsupported($"multiplies a map of shape {map.ShapeText} with constants of shape {areas.ShapeText}");
        }

        var (size, count) = alongHeight ? (columns, rows) : (rows, columns);
        if (size != (alongHeight ? height : width) || count < 1 || !IsMean())
        {
            throw node.Unsupported("multiplies a map with a matrix that takes no means of its rows or columns");
        }
        var (outHeight, outWidth) = alongHeight ? (count, width) : (height, count);
        return graph.Add(id => new AdaptiveAvgPoolNode(id, node.Name, [map.Node], (outHeight, outWidth)), Extent.Batch, map.Sides[1],
            outHeight, outWidth);

        bool IsMean()
        {
            for (var i = 0L; i < count; i++)
            {
                var (start, end) = (i * size / count, (((i + 1) * size) + count - 1) / count);
                for (var j = 0L; j < size; j++)
                {
                    var expected = j >= start && j < end ? 1f / (end - start) : 0;
                    if (MathF.Abs(weights[alongHeight ? (i * size) + j : (j * count) + i] - expected) > 1e-6f) return false;
                }
            }

            return true;
        }
    }

    private ComputedValue Pad(OnnxNode node)
    {
        var map = node.Map(0);
        if (node.Text("mode", "constant") is not "constant" and var mode)
        {
            throw node.Unsupported($"has mode {Files.InvalidFile.Quote(mode)}; constant is supported");
        }
        if (node.Has(3)) throw node.Unsupported("has axes");
        var pads = node.IntsOrInput("pads", 1);
        if (pads is not [0, 0, var top, var left, 0, 0, var bottom, var right])
        {
            throw node.Unsupported("pads batch or channels; only height and width are supported");
        }
        var value = node.Has(2) ? node.Reals(2) is [var one] ? one : throw node.Unsupported("has several values") : node.Float("value", 0);
        if ((top, left, bottom, right) == (0, 0, 0, 0)) return map;
        return graph.Add(
            id => new PadNode(id, node.Name, [map.Node], (top, left), (bottom, right), value),
            Extent.Batch, map.Sides[1], map.Sides[2].Known + top + bottom is { } height ? height : null,
            map.Sides[3].Known + left + right is { } width ? width : null);
    }

    private OnnxValue ReduceMean(OnnxNode node)
    {
        var map = node.Map(0);
        var axes = node.IntsOrInput("axes", 1)?.Select(axis => node.Axis(axis, 4)).Order().ToArray();
        if (axes is not [2, 3]) throw node.Unsupported("takes no mean over height and width");
        var mean = GlobalAverage(node, map);
        return node.Int("keepdims", 1) != 0 ? mean : ShapeImport.Flatten(graph, node, mean);
    }

    private static Weight Weight(OnnxNode node, int input) => Graphs.Weight.Owning(node.Reals(input), node.Constant(input).Dims);

    private static Weight? Bias(OnnxNode node, int input) =>
        node.Has(input) ? Graphs.Weight.Owning(node.Reals(input), node.Constant(input).Count) : null;

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) transposed[(j * rows) + i] = matrix[(i * columns) + j];
        }

        return transposed;
    }
}

using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Imports elementwise functions, sums and products.</summary>
internal sealed class ElementwiseImport(ImportedGraph graph)
{
    private const double Tolerance = 1e-6;

    private readonly ResponseImport _responses = new(graph);

    /// <summary>Registers the operators.</summary>
    public void AddTo(Dictionary<string, Func<OnnxNode, OnnxValue>> operators)
    {
        operators["Relu"] = node => Single(node, value => id => new ReluNode(id, node.Name, [value.Node]));
        operators["LeakyRelu"] = node => Apply(node, Nonlinearity.LeakyRelu(node.Float("alpha", 0.01f)));
        operators["Sigmoid"] = node => Apply(node, Nonlinearity.Sigmoid);
        operators["HardSigmoid"] = node => Apply(node, Nonlinearity.HardSigmoid(node.Float("alpha", 0.2f), node.Float("beta", 0.5)));
        operators["HardSwish"] = node => Apply(node, Nonlinearity.HardSwish);
        operators["Clip"] = Clip;
        operators["Softmax"] = Softmax;
        operators["Dropout"] = node => node.Has(2) && node.Constant(2).Wholes is [{ Known: not 0 }]
            ? throw node.Unsupported("is in training mode") : Same(node);
        operators["Identity"] = Same;
        operators["Cast"] = Same;
        operators["Add"] = node => Sum(node);
        operators["Sum"] = node => node.InputCount == 2 ? Sum(node) : node.InputCount == 1
            ? Same(node)
            : throw node.Unsupported($"has {node.InputCount} inputs; 2 are supported");
        operators["Sub"] = Difference;
        operators["Mul"] = Product;
        operators["Div"] = Quotient;
        operators["Pow"] = node => _responses.Pow(node);
    }

    private static OnnxValue Same(OnnxNode node) => node.Value(0);

    private ComputedValue Apply(OnnxNode node, Nonlinearity function) =>
        Single(node, value => id => new ActivationNode(id, node.Name, [value.Node], function));

    // an elementwise function accepts any layout
    private ComputedValue Single(OnnxNode node, Func<ComputedValue, Func<int, GraphNode>> make)
    {
        var value = node.Value(0) as ComputedValue ?? throw node.Unsupported("reads constants");
        return graph.AddLike(value, make(value));
    }

    private ComputedValue Clip(OnnxNode node)
    {
        var (low, high) = (Limit(1, "min", double.NegativeInfinity), Limit(2, "max", double.PositiveInfinity));
        if (low == 0 && (double.IsPositiveInfinity(high) || high >= float.MaxValue))
        {
            return Single(node, value => id => new ReluNode(id, node.Name, [value.Node]));
        }
        return Apply(node, Nonlinearity.Clip(low, high));

        double Limit(int input, string attribute, double whenMissing) =>
            node.Has(input) ? node.Reals(input) is [var limit]
                ? limit : throw node.Unsupported("has several limits")
                : node.Float(attribute, whenMissing);
    }

    private ComputedValue Softmax(OnnxNode node)
    {
        var value = node.Computed(0);
        var axis = node.Axis(node.Int("axis", node.Opset < 13 ? 1 : -1), value.Rank);
        // up to version 12, all axes from that one on are flattened
        var isOfPixels = node.Opset < 13 && value.Rank == 4 && !(value.Sides[2].Known == 1 && value.Sides[3].Known == 1);
        if (axis != 1 || isOfPixels)
        {
            throw node.Unsupported($"is over axis {axis} of a value of shape {value.ShapeText}; channels or features are supported");
        }
        return graph.AddLike(value, id => new SoftmaxNode(id, node.Name, [value.Node]));
    }

    private OnnxValue Sum(OnnxNode node)
    {
        if (_responses.TryShift(node) is { } response) return response;
        if (Constant(node, out var value, out var numbers) is not null) return graph.AddScale(node, value, [1], numbers);
        var (a, b) = Pair(node);
        return graph.AddLike(a, id => new AddNode(id, node.Name, [a.Node, b.Node]));
    }

    private ComputedValue Difference(OnnxNode node)
    {
        var constant = Constant(node, out var value, out var numbers)
            ?? throw node.Unsupported("is of two values that depend on the input");
        return constant == 1
            ? graph.AddScale(node, value, [1], [.. numbers.Select(number => -number)])
            : graph.AddScale(node, value, [-1], numbers);
    }

    private OnnxValue Product(OnnxNode node)
    {
        if (_responses.TryScale(node) is { } response) return response;
        if (Constant(node, out var value, out var numbers) is not null) return Scaled(node, value, numbers);
        if (_responses.TrySquare(node) is { } square) return square;
        var (a, b) = (node.Value(0), node.Value(1)) is (ComputedValue x, ComputedValue y)
            ? (x, y)
            : throw node.Unsupported("reads what it cannot multiply");
        if (Gated(a, b) is { } function) return graph.AddLike(a, id => new ActivationNode(id, node.Name, [a.Node], function));
        if (Gated(b, a) is { } same) return graph.AddLike(b, id => new ActivationNode(id, node.Name, [b.Node], same));
        if (IsOnePixel(a) && !IsOnePixel(b)) (a, b) = (b, a);
        if (!IsOnePixel(b)) CheckSame(node, a, b);
        else if (!a.Sides[1].Equal(b.Sides[1])) throw node.Unsupported($"multiplies values of shapes {a.ShapeText} and {b.ShapeText}");
        return graph.AddLike(a, id => new ProductNode(id, node.Name, [a.Node, b.Node]));
    }

    private OnnxValue Quotient(OnnxNode node)
    {
        if (_responses.TryDivide(node) is { } norm) return norm;
        if (Constant(node, out var value, out var numbers) is not 1) throw node.Unsupported("divides by what depends on the input");
        return Scaled(node, value, [.. numbers.Select(number => 1 / number)]);
    }

    // x / 6 of clip(x + 3, 0, 6): a hard sigmoid; of x * clip(x + 3, 0, 6): a hard swish.
    private ComputedValue Scaled(OnnxNode node, ComputedValue value, float[] numbers)
    {
        if (numbers is [var sixth] && Math.Abs(sixth - (1.0 / 6)) < Tolerance)
        {
            if (OfShiftedClip(graph[value]) is { } source)
                return graph.AddLike(value, id => new ActivationNode(id, node.Name, [source], Nonlinearity.HardSigmoid(1.0 / 6, 0.5)));
            if (graph[value] is ProductNode product && product.Inputs is [var x, var y])
            {
                if (OfShiftedClip(graph[y]) == x)
                {
                    return graph.AddLike(value, id => new ActivationNode(id, node.Name, [x], Nonlinearity.HardSwish));
                }
                if (OfShiftedClip(graph[x]) == y)
                {
                    return graph.AddLike(value, id => new ActivationNode(id, node.Name, [y], Nonlinearity.HardSwish));
                }
            }
        }

        return graph.AddScale(node, value, numbers, [0]);
    }

    // The node x of clip(x + 3, 0, 6), or null.
    private int? OfShiftedClip(GraphNode node) =>
        node is ActivationNode { Function: { Kind: NonlinearityKind.Clip, Alpha: 0, Beta: 6 } } clip
            && graph[clip.Inputs[0]] is ScaleNode scale
            && scale.Scale.Array.All(factor => factor == 1) && scale.Shift.Array.All(shift => shift == 3) ? scale.Inputs[0] : null;

    // x * sigmoid(x) and the like.
    private Nonlinearity? Gated(ComputedValue value, ComputedValue gate)
    {
        if (graph[gate] is not ActivationNode activation || activation.Inputs[0] != value.Node) return null;
        return activation.Function switch
        {
            { Kind: NonlinearityKind.Sigmoid } => Nonlinearity.Silu,
            { Kind: NonlinearityKind.HardSigmoid, Alpha: var slope, Beta: 0.5 } when Math.Abs(slope - (1.0 / 6)) < Tolerance =>
                Nonlinearity.HardSwish,
            _ => null,
        };
    }

    private static bool IsOnePixel(ComputedValue value) =>
        value is { Layout: ValueLayout.Plain, Rank: 4 } && value.Sides[2].Known == 1 && value.Sides[3].Known == 1;

    private static (ComputedValue A, ComputedValue B) Pair(OnnxNode node)
    {
        var (a, b) = (node.Value(0), node.Value(1)) is (ComputedValue x, ComputedValue y)
            ? (x, y)
            : throw node.Unsupported("reads what it cannot add");
        CheckSame(node, a, b);
        return (a, b);
    }

    // unknown sizes are checked at run time
    private static void CheckSame(OnnxNode node, ComputedValue a, ComputedValue b)
    {
        var same = a.Layout == b.Layout && a.Rank == b.Rank
            && a.Sides.Zip(b.Sides).All(pair => pair.First.Known is null || pair.Second.Known is null
                || pair.First.Known == pair.Second.Known);
        if (!same) throw node.Unsupported($"reads values of shapes {a.ShapeText} and {b.ShapeText}; the same shape is supported");
    }

    // finds the constant input (0 or 1) and its values: one, or one for each channel of the other input; null if both depend on the images
    private static int? Constant(OnnxNode node, out ComputedValue value, out float[] numbers)
    {
        var (which, constant, other) = (node.Value(0), node.Value(1)) switch
        {
            (ComputedValue x, ConstantValue c) => (1, c, x),
            (ConstantValue c, ComputedValue x) => (0, c, x),
            _ => (-1, null!, null!),
        };
        (value, numbers) = (other, []);
        if (which < 0) return null;
        var reals = constant.Reals ?? throw node.Unsupported("reads whole numbers");
        var axis = ImportedGraph.ChannelAxis(other) - other.Rank;            // from the last
        var dims = constant.Dims;
        var isForChannels = dims.Length <= other.Rank && dims.Select((side, i) => side == 1 || i - dims.Length == axis).All(fits => fits);
        if (reals.Length != 1 && !(isForChannels && dims.Length >= -axis))
        {
            throw node.Unsupported(
                $"reads constants of shape {constant.ShapeText} and a value of shape {other.ShapeText}; one number, or one for each "
                + $"channel, is supported");
        }
        if (reals.Length == 1 && dims.Length > other.Rank)
        {
            throw node.Unsupported($"reads constants of shape {constant.ShapeText} and a value of shape {other.ShapeText}");
        }
        numbers = reals;
        return which;
    }
}

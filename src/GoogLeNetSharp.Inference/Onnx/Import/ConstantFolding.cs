using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Computes values that do not depend on the images: constants, and sizes of shapes, which may be unknown.</summary>
internal sealed class ConstantFolding(TensorReader tensors, OnnxFile file)
{
    // shape computations have few values, but 40 nodes that each double their input would have 2^40
    private const int MostNumbers = 1 << 16;

    // weights computed by the file (transposed, reshaped, scaled), besides stored ones
    private const long MostComputedWeights = 1L << 31;

    private static readonly HashSet<string> Known =
    [
        "Shape", "Constant", "ConstantOfShape", "Identity", "Cast", "Gather", "Slice", "Concat", "Unsqueeze", "Squeeze", "Reshape",
        "Transpose",
        "Add", "Sub", "Mul", "Div", "Max", "Min", "Floor", "Ceil", "ReduceProd", "ReduceSum", "ReduceMax", "ReduceMin",
    ];

    private long _computedWeights;

    /// <summary>Whether the operator can be evaluated for constants.</summary>
    public static bool Knows(string operation) => Known.Contains(operation);

    /// <summary>Evaluates a node, or returns null if it depends on the images.</summary>
    public ConstantValue? TryFold(OnnxNode node)
    {
        if (node.Operator == "Shape") return Shape(node);
        if (node.Operator == "Constant") return Constant(node);
        if (!Known.Contains(node.Operator) || node.InputCount == 0) return null;
        for (var i = 0; i < node.InputCount; i++)
        {
            if (node.Has(i) && node.Value(i) is not ConstantValue) return null;
        }

        return node.Operator switch
        {
            "Identity" => node.Constant(0),
            "Cast" => Cast(node),
            "ConstantOfShape" => ConstantOfShape(node),
            "Gather" => Gather(node),
            "Slice" => Slice(node),
            "Concat" => Concat(node),
            "Unsqueeze" => Unsqueeze(node),
            "Squeeze" => Squeeze(node),
            "Reshape" => Reshape(node),
            "Transpose" => Transpose(node),
            "Floor" or "Ceil" => Round(node),
            "ReduceProd" or "ReduceSum" or "ReduceMax" or "ReduceMin" => Reduce(node),
            _ => Arithmetic(node),
        };
    }

    /// <summary>Gets the axes that a node removes or inserts, counted from the first.</summary>
    public static int[] Axes(OnnxNode node, int rank) => node.IntsOrInput("axes", 1) is { } axes
        ? [.. axes.Select(axis => node.Axis(axis, rank))] : [];

    /// <summary>Gets the start and length of a slice along an axis of the given length.</summary>
    /// <param name="node">A Slice.</param>
    /// <param name="which">Index of the slice.</param>
    /// <param name="length">Length of the axis.</param>
    public static (long Start, long Count, long Step) Places(OnnxNode node, int which, long length)
    {
        var (starts, ends) = (node.IntsOrInput("starts", 1), node.IntsOrInput("ends", 2));
        if (starts is null || ends is null || which >= starts.Length || which >= ends.Length)
        {
            throw node.Unsupported("has no starts and ends");
        }
        var step = node.Has(4) ? node.Wholes(4) is { } steps && which < steps.Length
            ? steps[which]
            : throw node.Unsupported("has fewer steps than starts") : 1;
        if (step < 1) throw node.Unsupported($"steps by {step}; 1 or more is supported");
        var start = Math.Clamp(starts[which] < 0 ? starts[which] + length : starts[which], 0, length);
        var end = Math.Clamp(ends[which] < 0 ? ends[which] + length : ends[which], 0, length);
        return (start, end <= start ? 0 : ((end - start - 1) / step) + 1, step);
    }

    /// <summary>Gets the axes of a Slice.</summary>
    public static int[] SliceAxes(OnnxNode node, int rank) =>
        node.IntsOrInput("axes", 3) is { } axes
            ? [.. axes.Select(axis => node.Axis(axis, rank))]
            : [.. Enumerable.Range(0, node.IntsOrInput("starts", 1)?.Length ?? 0)];

    private static ConstantValue Shape(OnnxNode node)
    {
        var shape = node.Value(0).Shape;
        var start = (int)Math.Clamp(node.Int("start", 0) is var s && s < 0 ? s + shape.Count : s, 0, shape.Count);
        var end = (int)Math.Clamp(node.Int("end", shape.Count) is var e && e < 0 ? e + shape.Count : e, start, shape.Count);
        return new ConstantValue([.. shape.Skip(start).Take(end - start)], end - start);
    }

    private ConstantValue Constant(OnnxNode node)
    {
        if (node.Tensor("value") is { } tensor) return tensors.Read(tensor, node.Name);
        if (node.Ints("value_ints") is { Length: > 0 } wholes)
        {
            return new ConstantValue([.. wholes.Select(whole => (Extent)whole)], wholes.Length);
        }
        if (node.Floats("value_floats") is { } reals) return new ConstantValue(reals, reals.Length);
        if (node.Int("value_int", long.MinValue) is not long.MinValue and var one) return new ConstantValue([(Extent)one]);
        if (node.Float("value_float", double.NaN) is var real && !double.IsNaN(real)) return new ConstantValue([(float)real]);
        throw node.Unsupported("has no value of a kind that is supported");
    }

    private ConstantValue ConstantOfShape(OnnxNode node)
    {
        var dims = node.Wholes(0);
        var count = Count(node, dims);
        var value = node.Tensor("value") is { } tensor ? tensors.Read(tensor, node.Name) : new ConstantValue([0f], 1);
        if (value.Count != 1) throw node.Unsupported("has a value of several numbers");
        return value.Pick(new int[count], dims);
    }

    private static ConstantValue Cast(OnnxNode node)
    {
        var (value, type) = (node.Constant(0), (TensorProto.Types.DataType)node.Int("to", 0));
        var real = type is TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Double
            or TensorProto.Types.DataType.Bfloat16;
        if (value.Reals is { } reals)
        {
            return real ? value : new ConstantValue(
                [.. reals.Select(number => (Extent)(long)Math.Clamp(Math.Truncate((double)number), -9e18, 9e18))], value.Dims);
        }
        // unknown sizes are tracked symbolically
        return real && value.Wholes!.All(whole => whole.Known is not null)
            ? new ConstantValue([.. value.Wholes!.Select(whole => (float)whole.Known!.Value)], value.Dims) : value;
    }

    private ConstantValue Gather(OnnxNode node)
    {
        var (value, indices) = (node.Constant(0), node.Constant(1));
        var places = indices.Wholes ?? throw node.Unsupported("has real numbers as indices");
        if (value.Dims.Length != 1)
        {
            if (value.Dims.Length == 0 || node.Axis(node.Int("axis", 0), value.Dims.Length) != 0 || places.Length != 1
                || places[0].Known is not { } row)
            {
                throw node.Unsupported("gathers from constants of several axes");
            }
            var size = value.Count / (int)Math.Max(1, value.Dims[0]);
            var first = Place(row, value.Dims[0]) * size;
            return value.Pick([.. Enumerable.Range(first, size)], [.. indices.Dims, .. value.Dims[1..]]);
        }

        Count(node, indices.Dims);
        return value.Pick([.. places.Select(place => place.Known is { } known ? Place(known, value.Count) : Unknown())], indices.Dims);

        int Place(long place, long length) => place >= -length && place < length
            ? (int)(place < 0 ? place + length : place)
            : throw node.Unsupported($"gathers place {place} of {length}");

        // a table with a single value has it at every index
        int Unknown() => value.Count == 1 ? 0 : throw node.Unsupported("gathers an index that is unknown in the file");
    }

    private ConstantValue Slice(OnnxNode node)
    {
        var value = node.Constant(0);
        if (value.Dims.Length != 1 || SliceAxes(node, 1) is not [0]) throw node.Unsupported("slices constants of several axes");
        var (start, count, step) = Places(node, 0, value.Count);
        return value.Pick([.. Enumerable.Range(0, (int)count).Select(i => (int)(start + (i * step)))], count);
    }

    private ConstantValue Concat(OnnxNode node)
    {
        ConstantValue[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Constant)];
        if (parts.Any(part => part.Dims.Length != 1)) throw node.Unsupported("joins constants of several axes");
        var count = Count(node, [parts.Sum(part => (long)part.Count)]);
        if (parts.All(part => part.Wholes is not null)) return new ConstantValue([.. parts.SelectMany(part => part.Wholes!)], count);
        if (parts.All(part => part.Reals is not null)) return new ConstantValue([.. parts.SelectMany(part => part.Reals!)], count);
        throw node.Unsupported("joins whole numbers and real ones");
    }

    private static ConstantValue Unsqueeze(OnnxNode node)
    {
        var value = node.Constant(0);
        var count = node.IntsOrInput("axes", 1)?.Length ?? throw node.Unsupported("has no axes");
        if (count > 8) throw node.Unsupported($"adds {count} axes");
        var axes = Axes(node, value.Dims.Length + count);
        var rest = new Queue<long>(value.Dims);
        if (axes.Distinct().Count() != count) throw node.Unsupported("has an axis twice");
        return value.Reshaped([.. Enumerable.Range(0, value.Dims.Length + count).Select(axis => axes.Contains(axis) ? 1 : rest.Dequeue())]);
    }

    private static ConstantValue Squeeze(OnnxNode node)
    {
        var value = node.Constant(0);
        var axes = Axes(node, value.Dims.Length);
        if (axes.Any(axis => value.Dims[axis] != 1)) throw node.Unsupported("removes an axis that is not of size 1");
        return value.Reshaped([.. value.Dims.Where((side, axis) => axes.Length == 0 ? side != 1 : !axes.Contains(axis))]);
    }

    private static ConstantValue Reshape(OnnxNode node)
    {
        var value = node.Constant(0);
        var dims = node.Wholes(1);
        for (var i = 0; i < dims.Length; i++)
        {
            if (dims[i] == 0 && node.Int("allowzero", 0) == 0)
            {
                dims[i] = i < value.Dims.Length ? value.Dims[i] : throw node.Unsupported("copies an axis that is not there");
            }
        }

        if (Array.IndexOf(dims, -1L) is >= 0 and var open)
        {
            var others = dims.Where((_, i) => i != open)
                .Aggregate(1L, (product, side) => side is >= 0 and <= int.MaxValue && product <= int.MaxValue
                    ? product * side
                    : long.MaxValue);
            dims[open] = others is > 0 and <= int.MaxValue && value.Count % others == 0 ? value.Count / others : -1;
        }

        return dims.Length <= 8 && dims.All(side => side is >= 0 and <= int.MaxValue)
            && dims.Aggregate(1.0, (product, side) => product * side) == value.Count
            ? value.Reshaped(dims) : throw node.Unsupported($"gives {value.Count} numbers the shape [{string.Join(", ", dims)}]");
    }

    private ConstantValue Transpose(OnnxNode node)
    {
        var value = node.Constant(0);
        var rank = value.Dims.Length;
        int[] order = node.Ints("perm") is { } axes
            ? [.. axes.Select(axis => node.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank))) throw node.Unsupported("has no order of the axes");
        AddWeights(value.Count);
        var strides = new long[rank];
        for (var (axis, stride) = (rank - 1, 1L); axis >= 0; stride *= value.Dims[axis--]) strides[axis] = stride;
        long[] dims = [.. order.Select(axis => value.Dims[axis])];
        var places = new int[value.Count];
        var index = new long[rank];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (int)order.Select((axis, k) => index[k] * strides[axis]).Sum();
            for (var axis = rank - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) index[axis] = 0;
        }

        return value.Pick(places, dims);
    }

    private static ConstantValue Round(OnnxNode node)
    {
        var value = node.Constant(0);
        Func<double, double> round = node.Operator == "Floor" ? Math.Floor : Math.Ceiling;
        return value.Reals is { } reals ? new ConstantValue([.. reals.Select(number => (float)round(number))], value.Dims) : value;
    }

    private static ConstantValue Reduce(OnnxNode node)
    {
        var value = node.Constant(0);
        var axes = node.IntsOrInput("axes", 1);
        if (value.Dims.Length > 1 || axes is { Length: > 1 } || value.Count == 0)
        {
            throw node.Unsupported("reduces constants of several axes");
        }
        long[] dims = node.Int("keepdims", 1) == 0 ? [] : [.. value.Dims.Select(_ => 1L)];
        Func<double, double, double> real = node.Operator switch
        {
            "ReduceProd" => (a, b) => a * b,
            "ReduceSum" => (a, b) => a + b,
            "ReduceMax" => Math.Max,
            _ => Math.Min,
        };
        if (value.Reals is { } reals) return new ConstantValue([(float)reals.Select(number => (double)number).Aggregate(real)], dims);
        Func<long, long, long> whole = node.Operator switch
        {
            "ReduceProd" => (a, b) => unchecked(a * b),
            "ReduceSum" => (a, b) => unchecked(a + b),
            "ReduceMax" => Math.Max,
            _ => Math.Min,
        };
        return new ConstantValue([value.Wholes!.Aggregate((a, b) => Extent.Combine(a, b, whole))], dims);
    }

    private ConstantValue Arithmetic(OnnxNode node)
    {
        var result = node.Constant(0);
        for (var i = 1; i < node.InputCount; i++) result = Arithmetic(node, result, node.Constant(i));
        return result;
    }

    // equal shapes, or a scalar with any shape
    private ConstantValue Arithmetic(OnnxNode node, ConstantValue a, ConstantValue b)
    {
        var shape = a.Count >= b.Count && !(a.Count == b.Count && a.Dims.Length < b.Dims.Length) ? a : b;
        if (a.Count != 1 && b.Count != 1 && !a.Dims.SequenceEqual(b.Dims))
        {
            throw node.Unsupported($"has constants of shapes {a.ShapeText} and {b.ShapeText}");
        }
        AddWeights(shape.Count);
        if (a.Reals is { } x && b.Reals is { } y)
        {
            Func<float, float, float> real = node.Operator switch
            {
                "Add" => (p, q) => p + q,
                "Sub" => (p, q) => p - q,
                "Mul" => (p, q) => p * q,
                "Div" => (p, q) => p / q,
                "Max" => MathF.Max,
                _ => MathF.Min,
            };
            var reals = new float[shape.Count];
            for (var i = 0; i < reals.Length; i++) reals[i] = real(x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i]);
            return new ConstantValue(reals, shape.Dims);
        }

        if (a.Wholes is not { } v || b.Wholes is not { } w) throw node.Unsupported("has whole numbers and real ones");
        var wholes = new Extent[shape.Count];
        for (var i = 0; i < wholes.Length; i++) wholes[i] = Whole(node, v[v.Length == 1 ? 0 : i], w[w.Length == 1 ? 0 : i]);
        return new ConstantValue(wholes, shape.Dims);
    }

    private static Extent Whole(OnnxNode node, Extent a, Extent b)
    {
        if (node.Operator is "Mul" or "Div" && b.Known == 1) return a;
        if (node.Operator is "Mul" && a.Known == 1) return b;
        if (node.Operator is "Add" or "Sub" && b.Known == 0) return a;
        if (node.Operator == "Div" && b.Known == 0) throw node.Unsupported("divides by 0");
        return Extent.Combine(a, b, node.Operator switch
        {
            "Add" => (p, q) => unchecked(p + q),
            "Sub" => (p, q) => unchecked(p - q),
            "Mul" => (p, q) => unchecked(p * q),
            "Div" => (p, q) => q == -1 ? unchecked(-p) : p / q,
            "Max" => Math.Max,
            _ => Math.Min,
        });
    }

    private void AddWeights(long numbers)
    {
        if ((_computedWeights += numbers) > MostComputedWeights)
        {
            throw file.Error("graph", $"computes more than {MostComputedWeights} numbers of its weights.");
        }
    }

    private static int Count(OnnxNode node, long[] dims)
    {
        var count = 1L;
        foreach (var side in dims)
        {
            if (side is < 0 or > MostNumbers || (count *= side) > MostNumbers)
            {
                throw node.Unsupported($"makes constants of shape [{string.Join(", ", dims)}], more than {MostNumbers} numbers");
            }
        }

        return (int)count;
    }
}

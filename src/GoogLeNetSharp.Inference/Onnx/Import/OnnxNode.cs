using GoogLeNetSharp.Files;
using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>A node of the file: its inputs as values, its attributes with defaults.</summary>
/// <param name="proto">The node.</param>
/// <param name="name">Its name, unique in the graph.</param>
/// <param name="opset">Version of the operator set.</param>
/// <param name="values">The values by name.</param>
internal sealed class OnnxNode(NodeProto proto, string name, long opset, Func<string, OnnxValue> values)
{
    /// <summary>The name, unique in the graph.</summary>
    public string Name => name;

    /// <summary>The operator.</summary>
    public string Operator => proto.OpType;

    /// <summary>Version of the operator set.</summary>
    public long Opset => opset;

    /// <summary>Number of inputs, including omitted ones.</summary>
    public int InputCount => proto.Input.Count;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => proto.Output.Count;

    /// <summary>Whether an output is used.</summary>
    public bool Wants(int output) => output < proto.Output.Count && proto.Output[output].Length > 0;

    /// <summary>Whether an input is present.</summary>
    public bool Has(int input) => input < proto.Input.Count && proto.Input[input].Length > 0;

    /// <summary>Gets an input.</summary>
    public OnnxValue Value(int input) => Has(input) ? values(proto.Input[input]) : throw Unsupported($"has no input {input}");

    /// <summary>Gets an input computed by the network, N x C x H x W or N x F.</summary>
    public ComputedValue Computed(int input) => Value(input) switch
    {
        ComputedValue { Layout: ValueLayout.Plain, Rank: 2 or 4 } value => value,
        var value => throw Unsupported($"reads {Describe(value)} where N x C x H x W or N x F is supported"),
    };

    /// <summary>Gets an input that is a map, N x C x H x W.</summary>
    public ComputedValue Map(int input) => Computed(input) is { Rank: 4 } map
        ? map
        : throw Unsupported($"reads {Describe(Value(input))} where N x C x H x W is supported");

    /// <summary>Gets a constant input.</summary>
    public ConstantValue Constant(int input) =>
        Value(input) as ConstantValue
            ?? throw Unsupported($"reads {Describe(Value(input))} as input {input} where a constant is supported");

    /// <summary>Gets a constant floating-point input.</summary>
    public float[] Reals(int input) =>
        Constant(input).Reals ?? throw Unsupported($"reads whole numbers as input {input} where real ones are supported");

    /// <summary>Gets a constant integer input.</summary>
    public long[] Wholes(int input)
    {
        var wholes = Constant(input).Wholes ?? throw Unsupported($"reads real numbers as input {input} where whole ones are supported");
        return [.. wholes.Select(whole => whole.Known ?? throw Unsupported($"reads sizes as input {input} that are unknown in the file"))];
    }

    /// <summary>Gets an integer attribute.</summary>
    public long Int(string attribute, long whenMissing) => Find(attribute) is { HasI: true } found ? found.I : whenMissing;

    /// <summary>Gets a floating-point attribute.</summary>
    public double Float(string attribute, double whenMissing) => Find(attribute) is { HasF: true } found ? found.F : whenMissing;

    /// <summary>Gets an attribute with integers, or null.</summary>
    public long[]? Ints(string attribute) => Find(attribute) is { } found ? [.. found.Ints] : null;

    /// <summary>Gets an attribute with floating-point values, or null.</summary>
    public float[]? Floats(string attribute) => Find(attribute) is { Floats.Count: > 0 } found ? [.. found.Floats] : null;

    /// <summary>Gets a string attribute.</summary>
    public string Text(string attribute, string whenMissing) =>
        Find(attribute) is { HasS: true } found ? found.S.ToStringUtf8() : whenMissing;

    /// <summary>Gets a tensor attribute, or null.</summary>
    public TensorProto? Tensor(string attribute) => Find(attribute)?.T;

    /// <summary>Gets integers from an attribute (older versions) or an input (newer versions), or null if neither is present.</summary>
    public long[]? IntsOrInput(string attribute, int input) => Has(input) ? Wholes(input) : Ints(attribute);

    /// <summary>Normalizes an axis to count from the first.</summary>
    public int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis)
            : throw Unsupported($"has axis {axis} where values have {rank} axes");

    /// <summary>Creates the error for an unsupported node.</summary>
    public UnsupportedNodeException Unsupported(string reason) => new(reason);

    private static string Describe(OnnxValue value) => value is ConstantValue
        ? $"constants of shape {value.ShapeText}"
        : $"a value of shape {value.ShapeText}";

    private AttributeProto? Find(string attribute)
    {
        AttributeProto? found = null;
        foreach (var candidate in proto.Attribute)
        {
            if (candidate.Name != attribute) continue;
            if (found is not null) throw Unsupported($"has attribute {InvalidFile.Printable(attribute)} twice");
            found = candidate;
        }

        return found;
    }
}

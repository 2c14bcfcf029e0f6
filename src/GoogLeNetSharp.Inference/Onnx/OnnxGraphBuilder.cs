using System.Runtime.InteropServices;
using Google.Protobuf;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.Protocol.AttributeProto.Types;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Builds an ONNX graph: values with shapes, nodes, and initializers, each stored once. Float32 weights are not copied.
/// </summary>
internal sealed class OnnxGraphBuilder(string name, OnnxWeightType weightType)
{
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _castWeights = [];

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Creates a unique name for a value: the given name, with a number appended if it is taken.</summary>
    public string UniqueName(string wished)
    {
        var unique = wished;
        for (var i = 1; !_names.Add(unique); i++) unique = FormattableString.Invariant($"{wished}_{i}");
        return unique;
    }

    /// <summary>Declares the graph's input.</summary>
    public void Input(string value, DataType type, Dimension[] shape) => Graph.Input.Add(ValueInfo(value, type, shape));

    /// <summary>Declares the graph's output, which must be the output of a node.</summary>
    public void Output(string value, Dimension[] shape) => Graph.Output.Add(ValueInfo(value, DataType.Float, shape));

    /// <summary>Declares the shape of a value that is neither input nor output.</summary>
    public void Describe(string value, Dimension[] shape, DataType type = DataType.Float) =>
        Graph.ValueInfo.Add(ValueInfo(value, type, shape));

    /// <summary>Adds a node with one output and returns <paramref name="output"/>, which must be unique.</summary>
    public string Node(string operation, string output, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        Graph.Node.Add(
            new NodeProto { Name = output, OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    /// <summary>Adds an intermediate node, named after the value it leads to, and declares its shape.</summary>
    public string Step(string operation, string value, string step, Dimension[] shape, IEnumerable<string> inputs,
        params AttributeProto[] attributes)
    {
        var output = Node(operation, UniqueName($"{value}.{step}"), inputs, attributes);
        Describe(output, shape);
        return output;
    }

    /// <summary>Stores a weight of the network and returns the name of the float32 value that holds it.</summary>
    /// <param name="wished">Preferred name, as in the state dictionary.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="dims">Shape in the file, or null for its own shape.</param>
    /// <exception cref="NotSupportedException">A value exceeds the range of the requested float16, or the weight is too large for a
    /// file.</exception>
    public string Weight(string wished, Weight weight, long[]? dims = null)
    {
        var half = FileSize.IsHalf(weight, weightType);
        FileSize.Check(wished, FileSize.Bytes(weight, weightType));
        var bytes = half ? Bytes(ToHalf(wished, weight)) : Bytes(weight.Array);
        var initializer = Initializer(wished, half ? DataType.Float16 : DataType.Float, dims ?? [.. weight.Shape], bytes);
        if (!half) return initializer;
        if (_castWeights.TryGetValue(initializer, out var known)) return known;
        var cast = Node("Cast", UniqueName($"{initializer}.float32"), [initializer], Attribute("to", (long)DataType.Float));
        Describe(cast, [.. (dims ?? weight.Shape).Select(side => (Dimension)side)]);
        return _castWeights[initializer] = cast;
    }

    /// <summary>Stores values that are not weights, always as float32.</summary>
    public string Constant(string wished, float[] values, params long[] dims) =>
        Initializer(wished, DataType.Float, dims, ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)));

    /// <summary>Stores a vector of integers.</summary>
    public string Constant(string wished, params long[] values) =>
        Initializer(wished, DataType.Int64, [values.Length], ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(values)));

    /// <summary>Creates an integer attribute.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>Creates a floating-point attribute.</summary>
    public static AttributeProto Attribute(string name, double value) =>
        new() { Name = name, Type = AttributeType.Float, F = (float)value };

    /// <summary>Creates an attribute with a list of integers.</summary>
    public static AttributeProto Attribute(string name, params long[] values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    // a module used twice is stored once
    private string Initializer(string wished, DataType type, IReadOnlyList<long> dims, ByteString bytes)
    {
        var same = Graph.Initializer.FirstOrDefault(other =>
            other.DataType == (int)type && other.Dims.SequenceEqual(dims) && other.RawData.Equals(bytes));
        if (same is not null) return same.Name;
        var unique = UniqueName(wished);
        Graph.Initializer.Add(new TensorProto { Name = unique, DataType = (int)type, Dims = { dims }, RawData = bytes });
        return unique;
    }

    private static Half[] ToHalf(string wished, Weight weight)
    {
        Half[] half = [.. weight.Array.Select(value => (Half)value)];
        var beyond = Array.FindIndex(half, value => !Half.IsFinite(value));
        if (beyond < 0) return half;
        throw new NotSupportedException(FormattableString.Invariant(
            $"options: Weights Float16 holds values up to 65504, but {wished} has {weight.Array[beyond]}: export with Weights Float32."));
    }

    private static ByteString Bytes<T>(T[] values)
        where T : unmanaged => UnsafeByteOperations.UnsafeWrap(new ArrayBytes<T>(values).Memory);

    private static ValueInfoProto ValueInfo(string name, DataType type, Dimension[] shape)
    {
        var sides = new TensorShapeProto();
        foreach (var side in shape)
        {
            var written = new TensorShapeProto.Types.Dimension();
            if (side.Value is { } value) written.DimValue = value;
            else if (side.Name is not null) written.DimParam = side.Name;
            sides.Dim.Add(written);
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = sides } },
        };
    }
}

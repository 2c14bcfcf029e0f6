using System.Runtime.InteropServices;
using Google.Protobuf;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.Protocol.AttributeProto.Types;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Collects the parts of an ONNX graph: values with their shapes, nodes, and initialisers, each stored once. Float32 weights are not
/// copied.
/// </summary>
internal sealed class OnnxGraphBuilder(string name, OnnxWeightType weightType)
{
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _castWeights = [];

    /// <summary>What has been collected.</summary>
    public GraphProto Graph { get; } = new() { Name = name };

    /// <summary>A name for a value that no other value has: the one wished for, or that with a number.</summary>
    public string UniqueName(string wished)
    {
        var unique = wished;
        for (var i = 1; !_names.Add(unique); i++) unique = FormattableString.Invariant($"{wished}_{i}");
        return unique;
    }

    /// <summary>Declares the graph's input.</summary>
    public void Input(string value, DataType type, Dimension[] shape) => Graph.Input.Add(ValueInfo(value, type, shape));

    /// <summary>Declares the graph's output, which a node must have.</summary>
    public void Output(string value, Dimension[] shape) => Graph.Output.Add(ValueInfo(value, DataType.Float, shape));

    /// <summary>Declares the shape of a value that is neither input nor output.</summary>
    public void Describe(string value, Dimension[] shape, DataType type = DataType.Float) =>
        Graph.ValueInfo.Add(ValueInfo(value, type, shape));

    /// <summary>Adds a node with one output, for which <paramref name="output"/> must be unique, and returns that.</summary>
    public string Node(string operation, string output, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        Graph.Node.Add(
            new NodeProto { Name = output, OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    /// <summary>Adds a node on the way to a value: with a name made from that value's, and its shape declared.</summary>
    public string Step(string operation, string value, string step, Dimension[] shape, IEnumerable<string> inputs,
        params AttributeProto[] attributes)
    {
        var output = Node(operation, UniqueName($"{value}.{step}"), inputs, attributes);
        Describe(output, shape);
        return output;
    }

    /// <summary>Stores a weight of the network and returns the name of the float32 value that holds it.</summary>
    /// <param name="wished">Its name, as in the state dictionary.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="dims">Its shape in the file, or null for its own.</param>
    /// <exception cref="NotSupportedException">Float16 is asked for and a value is beyond what that holds, or the weight is too large for a
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

    /// <summary>Stores numbers that are not weights: always float32.</summary>
    public string Constant(string wished, float[] values, params long[] dims) =>
        Initializer(wished, DataType.Float, dims, ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)));

    /// <summary>Stores whole numbers, a vector.</summary>
    public string Constant(string wished, params long[] values) =>
        Initializer(wished, DataType.Int64, [values.Length], ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(values)));

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>An attribute that is a real number.</summary>
    public static AttributeProto Attribute(string name, double value) =>
        new() { Name = name, Type = AttributeType.Float, F = (float)value };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Attribute(string name, params long[] values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    // A module that stands at two places of a network comes here twice; its weights go into the file once.
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

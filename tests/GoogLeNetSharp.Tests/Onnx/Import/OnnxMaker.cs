using System.Runtime.InteropServices;
using Google.Protobuf;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Tests.Onnx.Import;

/// <summary>Makes ONNX files node by node: input "x", output "y" unless they are named.</summary>
internal sealed class OnnxMaker
{
    private readonly Random _random = new(3);

    public OnnxMaker(int opset, params long[] input)
    {
        File = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "test",
            Graph = new GraphProto { Name = "test" },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset } },
        };
        File.Graph.Input.Add(Value("x", input));
    }

    public ModelProto File { get; }

    public byte[] Bytes => File.ToByteArray();

    /// <summary>Adds a node; attributes are pairs of a name and a long, long[], float, string or tensor.</summary>
    public OnnxMaker Node(string operation, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = $"{operation}_{File.Graph.Node.Count}" };
        node.Input.Add(inputs.Split(' ').Select(name => name == "-" ? "" : name));
        node.Output.Add(outputs.Split(' '));
        node.Attribute.Add(attributes.Select(pair => Attribute(pair.Name, pair.Value)));
        File.Graph.Node.Add(node);
        return this;
    }

    /// <summary>Adds drawn weights of that shape.</summary>
    public OnnxMaker Weight(string name, params long[] dims) =>
        Reals(name, [.. Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(_ => _random.NextSingle() - 0.4f)], dims);

    public OnnxMaker Reals(string name, float[] values, params long[] dims)
    {
        File.Graph.Initializer.Add(Tensor(values, dims, name));
        return this;
    }

    public OnnxMaker Wholes(string name, params long[] values)
    {
        File.Graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = (int)DataType.Int64,
            Dims = { values.Length },
            Int64Data = { values },
        });
        return this;
    }

    /// <summary>Declares the outputs.</summary>
    public OnnxMaker Output(params string[] names)
    {
        foreach (var name in names)
        {
            File.Graph.Output.Add(new ValueInfoProto
            {
                Name = name,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } },
            });
        }
        return this;
    }

    public static TensorProto Tensor(float[] values, long[] dims, string name = "") =>
        new()
        {
            Name = name,
            DataType = (int)DataType.Float,
            Dims = { dims },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values))
        };

    public static ValueInfoProto Value(string name, params long[] dims)
    {
        var shape = new TensorShapeProto
        {
            Dim = { dims.Select(side => side > 0
                ? new TensorShapeProto.Types.Dimension { DimValue = side }
                : new TensorShapeProto.Types.Dimension { DimParam = $"side{side}" }) },
        };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } },
        };
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        long whole => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = whole },
        int whole => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = whole },
        float real => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = real },
        string text => new AttributeProto
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(text),
        },
        int[] wholes => new AttributeProto
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Ints,
            Ints = { wholes.Select(whole => (long)whole) },
        },
        TensorProto tensor => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Tensor, T = tensor },
        _ => throw new ArgumentException($"value: no attribute of {value.GetType()}.", nameof(value)),
    };
}

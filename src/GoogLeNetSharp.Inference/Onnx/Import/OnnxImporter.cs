using GoogLeNetSharp.Files;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Converts an ONNX file to a graph, node by node. Operators are defined in ONNX's Operators.md.</summary>
internal sealed class OnnxImporter
{
    private readonly OnnxFile _file;
    private readonly TensorReader _tensors;
    private readonly ImportedGraph _graph = new();
    private readonly Dictionary<string, TensorProto> _initializers = [];
    private readonly Dictionary<string, OnnxValue?> _values = [];           // null for outputs of unsupported nodes
    private readonly HashSet<string> _names = [];
    private readonly List<string> _unsupported = [];
    private readonly ConstantFolding _constants;
    private readonly Dictionary<string, Func<OnnxNode, OnnxValue>> _operators = [];
    private readonly ShapeImport _shapes;

    private OnnxImporter(OnnxFile file)
    {
        _file = file;
        _tensors = new TensorReader(file);
        _constants = new ConstantFolding(_tensors, file);
        new LayerImport(_graph).AddTo(_operators);
        new ElementwiseImport(_graph).AddTo(_operators);
        _shapes = new ShapeImport(_graph);
        _shapes.AddTo(_operators);
    }

    /// <summary>Builds the graph.</summary>
    /// <exception cref="InvalidDataException">The file is broken.</exception>
    /// <exception cref="NotSupportedException">Nodes are not supported; the message lists all of them.</exception>
    public static InferenceGraph Import(OnnxFile file) => new OnnxImporter(file).Import();

    private InferenceGraph Import()
    {
        foreach (var tensor in _file.Proto.Graph.Initializer)
        {
            if (!_initializers.TryAdd(tensor.Name, tensor))
            {
                throw _file.Error("graph", $"has two initializers named {InvalidFile.Quote(tensor.Name)}.");
            }
        }

        AddInput();
        foreach (var proto in _file.Proto.Graph.Node) Add(proto);
        ThrowIfUnsupported();
        return _graph.Build(GraphName(), Outputs(), Metadata());
    }

    private Dictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>();
        foreach (var entry in _file.Proto.MetadataProps)
        {
            if (!metadata.TryAdd(entry.Key, entry.Value)) throw _file.Error("metadata", $"has {InvalidFile.Quote(entry.Key)} twice.");
        }

        return metadata;
    }

    private string GraphName() => string.IsNullOrWhiteSpace(_file.Proto.Graph.Name)
        ? "ONNX network"
        : InvalidFile.Printable(_file.Proto.Graph.Name);

    private void AddInput()
    {
        var inputs = _file.Proto.Graph.Input.Where(input => !_initializers.ContainsKey(input.Name)).ToArray();
        if (inputs is not [var input])
        {
            throw new NotSupportedException(
                $"{_file.Name}: {inputs.Length} inputs are not supported, only one: "
                + $"{string.Join(", ", inputs.Select(one => InvalidFile.Quote(one.Name)))}.");
        }

        var shape = input.Type?.TensorType?.Shape ?? throw _file.Error("input", $"{InvalidFile.Quote(input.Name)} has no shape.");
        var dims = shape.Dim.Select(side => side.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && side.DimValue > 0
            ? (long?)side.DimValue : null).ToArray();
        if (dims.Length is not (2 or 4))
        {
            throw new NotSupportedException(
                $"{_file.Name}: input {InvalidFile.Quote(input.Name)} has {dims.Length} axes; only 4 (images) and 2 (features) are "
                + $"supported.");
        }

        if (dims.Any(side => side > int.MaxValue)) throw _file.Error("input", $"has shape {string.Join(" x ", dims)}.");
        var last = dims.Length == 4 && IsChannelsLast(input.Name);
        Extent?[] sides = [Extent.Batch, .. dims.Skip(1).Select(side => side is { } known ? (Extent?)known : null)];
        var value = _graph.Add(id => new InputNode(id, Unique(input.Name), last ? dims[3] : dims[1])
        {
            Height = dims.Length == 4 ? dims[last ? 1 : 2] : null,
            Width = dims.Length == 4 ? dims[last ? 2 : 3] : null,
            ChannelsLast = last,
            IsFeatures = dims.Length == 2,
        }, sides);
        Define(input.Name, value with { Layout = last ? ValueLayout.ChannelsLast : ValueLayout.Plain });
        _graph.FixedBatch = dims[0];
    }

    // whether all its readers, possibly after a cast, move the last axis to position 1
    private bool IsChannelsLast(string name)
    {
        var same = new HashSet<string> { name };
        var readers = 0;
        foreach (var node in _file.Proto.Graph.Node.Where(node => node.Input.Any(same.Contains)))
        {
            if (node.OpType is "Cast" or "Identity")
            {
                same.UnionWith(node.Output);
            }
            else if (node.OpType == "Transpose"
                && node.Attribute.Any(attribute => attribute.Name == "perm" && attribute.Ints.SequenceEqual([0L, 3, 1, 2])))
            {
                readers++;
            }
            else
            {
                return false;
            }
        }

        return readers > 0;
    }

    private void Add(NodeProto proto)
    {
        foreach (var output in proto.Output.Where(output => output.Length > 0 && _values.ContainsKey(output)))
            throw _file.Error("graph", $"two nodes make {InvalidFile.Quote(output)}.");
        var name = Unique(proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault() ?? proto.OpType);
        if (proto.Input.Where(input => input.Length > 0).Any(input => Find(input) is null))
        {
            foreach (var output in proto.Output) _values[output] = null;    // its input is unsupported and already reported
            CheckKnown(proto, name);
            return;
        }

        try
        {
            var outputs = Import(new OnnxNode(proto, name, _file.Opset, input => Find(input)!), OnnxFile.IsOnnx(proto.Domain));
            for (var i = 0; i < proto.Output.Count; i++)
            {
                if (proto.Output[i].Length == 0) continue;
                if (i < outputs.Length) Define(proto.Output[i], outputs[i]);
                else _values[proto.Output[i]] = null;
            }
        }
        catch (OverflowException)
        {
            Refuse(proto, name, "has sizes too large to count");
        }
        catch (Exception exception) when (exception is UnsupportedNodeException or UnsupportedSettingException or NotSupportedException)
        {
            Refuse(proto, name, exception is UnsupportedSettingException setting ? setting.Reason : exception.Message.TrimEnd('.'));
        }
    }

    private OnnxValue[] Import(OnnxNode node, bool isOnnx)
    {
        if (!isOnnx) throw node.Unsupported("is of another operator set than ONNX's");
        if (_constants.TryFold(node) is { } constant) return [constant];
        if (node.Operator == "Split") return _shapes.Split(node);
        if (!_operators.TryGetValue(node.Operator, out var import)) throw node.Unsupported("is not supported");
        var value = import(node);
        if (node.OutputCount > 1 && node.Wants(1) && node.Operator != "Dropout" && node.Operator != "BatchNormalization")
            throw node.Unsupported("has more than one output");
        return [value];
    }

    private void CheckKnown(NodeProto proto, string name)
    {
        if (!OnnxFile.IsOnnx(proto.Domain))
        {
            Refuse(proto, name, "is of another operator set than ONNX's");
        }
        else if (!_operators.ContainsKey(proto.OpType) && !ConstantFolding.Knows(proto.OpType) && proto.OpType != "Split")
        {
            Refuse(proto, name, "is not supported");
        }
    }

    private void Refuse(NodeProto proto, string name, string reason)
    {
        _unsupported.Add($"{InvalidFile.Printable(name)} ({InvalidFile.Printable(proto.OpType)}) {reason}");
        foreach (var output in proto.Output) _values[output] = null;
    }

    private void ThrowIfUnsupported()
    {
        if (_unsupported.Count == 0) return;
        throw new NotSupportedException(
            $"{_file.Name}: {_unsupported.Count} of {_file.Proto.Graph.Node.Count} nodes cannot be run:\n  "
            + $"{string.Join("\n  ", _unsupported)}");
    }

    private OnnxValue? Find(string name)
    {
        if (_values.TryGetValue(name, out var value)) return value;
        if (_initializers.TryGetValue(name, out var tensor)) return _values[name] = _tensors.Read(tensor, InvalidFile.Printable(name));
        throw _file.Error("graph", $"{InvalidFile.Quote(name)} is read before any node makes it.");
    }

    private void Define(string name, OnnxValue value)
    {
        if (_initializers.ContainsKey(name) || !_values.TryAdd(name, value))
        {
            throw _file.Error("graph", $"two nodes make {InvalidFile.Quote(name)}.");
        }
    }

    private string Unique(string name)
    {
        var printable = InvalidFile.Printable(name);
        if (_names.Add(printable)) return printable;
        for (var i = _names.Count; ; i++)
        {
            var numbered = FormattableString.Invariant($"{printable}_{i}");
            if (_names.Add(numbered)) return numbered;
        }
    }

    private GraphOutput[] Outputs()
    {
        if (_file.Proto.Graph.Output.Count == 0) throw _file.Error("graph", $"has no output.");
        var outputs = _file.Proto.Graph.Output.Select(output => Find(output.Name) switch
        {
            ComputedValue { Layout: ValueLayout.Plain, Rank: 2 or 4 } value =>
                new GraphOutput(InvalidFile.Printable(output.Name), value.Node),
            var value => throw new NotSupportedException(
                $"{_file.Name}: output {InvalidFile.Quote(output.Name)} has shape {value!.ShapeText}; only N x C x H x W and N x F that "
                + $"depend on the input are supported."),
        }).ToArray();
        if (outputs.DistinctBy(output => output.Name).Count() != outputs.Length)
        {
            throw _file.Error("graph", $"has two outputs of one name.");
        }
        return outputs;
    }
}

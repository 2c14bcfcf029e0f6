using Google.Protobuf;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>The content of an ONNX file, read with limits. No stated size is trusted before the data has been read.</summary>
internal sealed class OnnxFile
{
    // supported versions of ONNX's operators
    private const long OldestOpset = 7, NewestOpset = 21;

    // nesting of messages: graph, node, attribute, tensor; supported files are not nested deeper
    private const int MaxDepth = 16;

    private OnnxFile(string name, string? folder, ModelProto proto) => (Name, Folder, Proto) = (name, folder, proto);

    /// <summary>The file name for messages.</summary>
    public string Name { get; }

    /// <summary>The folder of external tensors, or null.</summary>
    public string? Folder { get; }

    /// <summary>The content.</summary>
    public ModelProto Proto { get; }

    /// <summary>The version of the operator set.</summary>
    public long Opset { get; private set; }

    /// <summary>Reads a file.</summary>
    public static OnnxFile Read(string path)
    {
        using var stream = RegularFile.OpenRead(path, "an ONNX file");
        return Parse(stream, path, Path.GetDirectoryName(Path.GetFullPath(path))).CheckVersion();
    }

    /// <summary>Reads a stream from its current position to its end.</summary>
    public static OnnxFile Read(Stream stream)
    {
        if (!stream.CanRead) throw new ArgumentException("stream: must be readable.", nameof(stream));
        if (stream.CanSeek) return Parse(stream, nameof(stream), folder: null).CheckVersion();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return Parse(copy, nameof(stream), folder: null).CheckVersion();
    }

    /// <summary>Creates the error for an invalid file.</summary>
    public InvalidDataException Error(string place, FormattableString cause) => InvalidFile.At(Name, place, cause);

    /// <summary>Reads a seekable stream with any operators.</summary>
    public static OnnxFile Parse(Stream stream, string name, string? folder)
    {
        var start = stream.Position;
        WireCheck.Check(stream, name);
        stream.Position = start;
        ModelProto proto;
        try
        {
            using var input = CodedInputStream.CreateWithLimits(stream, sizeLimit: int.MaxValue, recursionLimit: MaxDepth);
            proto = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(input);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{name}: is not an ONNX file: {e.Message}", e);
        }

        var file = new OnnxFile(name, folder, proto);
        if (proto.Graph is null) throw file.Error("model", $"has no graph: this is not an ONNX file.");
        // Writers put the operator sets behind the graph, so a file without them may have lost its end.
        return proto.OpsetImport.Count == 0 ? throw file.Error("model", $"names no operator set: the file may be cut off.") : file;
    }

    private OnnxFile CheckVersion()
    {
        var sets = Proto.OpsetImport.Where(set => IsOnnx(set.Domain)).ToArray();
        if (sets.Length != 1) throw Error("model", $"names {sets.Length} versions of ONNX's operator set, not one.");
        Opset = sets[0].Version;
        if (Opset is < OldestOpset or > NewestOpset)
        {
            throw new NotSupportedException(
                FormattableString.Invariant($"{Name}: operator set {Opset} is not supported, only {OldestOpset} to {NewestOpset}."));
        }

        if (Proto.Graph.SparseInitializer.Count > 0) throw new NotSupportedException($"{Name}: sparse initializers are not supported.");
        return this;
    }

    /// <summary>Whether a domain is the ONNX domain.</summary>
    public static bool IsOnnx(string domain) => domain is "" or "ai.onnx";
}

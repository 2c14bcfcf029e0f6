using GoogLeNetSharp.Files;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx;

/// <summary>Exports graphs to ONNX files, which ONNX Runtime and other runtimes can run without .NET.</summary>
/// <remarks>
/// <para>Dropout is omitted. The input is a batch of images, N x C x H x W, or N x H x W x C bytes with
/// <see cref="OnnxExportOptions.Preprocessing"/>; the output is logits, N x classes. The same graph and options give the same bytes.</para>
/// <para>Source: the ONNX operator specification (onnx.ai), operator sets 13 to 21.</para>
/// </remarks>
public static class OnnxExporter
{
    private static readonly KeyValuePair<string, string>[] NoDescription = [];

    /// <summary>Exports a graph to a file atomically: after a failure, an existing file is unchanged.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">The export options.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or the options are not valid for the graph.</exception>
    /// <exception cref="NotSupportedException">A node has a setting that ONNX cannot express or needs a fixed image size, or the weights
    /// exceed 2 GB, the limit of a file.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file fails the check of <see cref="OnnxExportOptions.Verify"/>.</exception>
    public static void ExportOnnx(this InferenceGraph graph, string path, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        Export(graph, path, options, NoDescription);
    }

    /// <summary>Exports a graph to a stream, at its current position.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="stream">A writable stream; with <see cref="OnnxExportOptions.Verify"/> also readable and seekable. It stays
    /// open.</param>
    /// <param name="options">The export options.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The stream does not support the required operations, or the options are not valid for the
    /// graph.</exception>
    /// <exception cref="NotSupportedException">A node has a setting that ONNX cannot express or needs a fixed image size, or the weights
    /// exceed 2 GB, the limit of a file.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file fails the check of <see cref="OnnxExportOptions.Verify"/>.</exception>
    public static void ExportOnnx(this InferenceGraph graph, Stream stream, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        CheckStream(stream, options);
        Export(graph, stream, options, NoDescription);
    }

    /// <summary>Exports a graph to a file with metadata.</summary>
    internal static void Export(InferenceGraph graph, string path, OnnxExportOptions options,
        IEnumerable<KeyValuePair<string, string>> description)
    {
        var model = OnnxModel.Of(graph, options, description);
        AtomicFile.Write(path, stream => Write(model, stream, options.Verify), readsBack: options.Verify);
    }

    /// <summary>Exports a graph to a stream with metadata.</summary>
    internal static void Export(InferenceGraph graph, Stream stream, OnnxExportOptions options,
        IEnumerable<KeyValuePair<string, string>> description) =>
        Write(OnnxModel.Of(graph, options, description), stream, options.Verify);

    /// <summary>Checks that a stream supports the operations required by the options.</summary>
    internal static void CheckStream(Stream stream, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite) throw new ArgumentException("stream: must be writable.", nameof(stream));
        if (options.Verify && !(stream.CanRead && stream.CanSeek))
            throw new ArgumentException("stream: must be readable and seekable, for Verify reads back what was written.", nameof(stream));
    }

    private static void Write(OnnxModel model, Stream stream, bool verify)
    {
        var start = verify ? stream.Position : 0;
        model.WriteTo(stream);
        if (!verify) return;
        var end = stream.Position;
        stream.Position = start;
        OnnxVerifier.Verify(model, stream, end - start);
        stream.Position = end;
    }
}

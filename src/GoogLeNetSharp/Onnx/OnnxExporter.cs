using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Onnx;

/// <summary>Writes a network as an ONNX file, which ONNX Runtime and everything built on it run without .NET.</summary>
/// <remarks>
/// <para>What is written is what the module computes in evaluation mode: dropout and auxiliary heads are gone. Images are batches, N x C x H x W, or
/// N x H x W x C bytes with <see cref="OnnxExportOptions.Preprocessing"/>; logits are N x classes. The same module and options give the same bytes.</para>
/// <para>Source: the ONNX operator specification (onnx.ai), operator sets 13 to 21.</para>
/// </remarks>
public static class OnnxExporter
{
    /// <summary>Writes the network to a file with the default options: any batch and image size, operator set 17, batch norm folded, float32.</summary>
    /// <inheritdoc cref="Export(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>
    public static void Export(this nn.Module<Tensor, Tensor> module, string path) => module.Export(path, new OnnxExportOptions());

    /// <summary>Writes the network to a file. The path holds the old file or the whole new one at every moment, after a failure the old.</summary>
    /// <param name="module">A <see cref="Block"/>, one of the layers Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d,
    /// LocalResponseNorm, Linear, Dropout and Flatten, or a Sequential of these. It is left as it is.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or the options do not fit the module.</exception>
    /// <exception cref="NotSupportedException">A module is none of those (the message has its path), has a forward hook or a setting that ONNX
    /// cannot express, needs a fixed image size, or its weights exceed what one file holds, 2 GB.</exception>
    /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException"><see cref="OnnxExportOptions.Verify"/> found the file wrong.</exception>
    public static void Export(this nn.Module<Tensor, Tensor> module, string path, OnnxExportOptions options) =>
        module.Export(path, options, LoweringRules.None);

    /// <summary>Writes a network to a file, with rules for modules of types that the library does not know.</summary>
    /// <param name="module">As for <see cref="Export(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>, or a module that the rules describe.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="rules">The rules.</param>
    /// <inheritdoc cref="Export(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>
    public static void Export(this nn.Module<Tensor, Tensor> module, string path, OnnxExportOptions options, LoweringRules rules)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        var model = OnnxModel.Of(module, options, rules);
        AtomicFile.Write(path, stream => Write(model, stream, options.Verify), readsBack: options.Verify);
    }

    /// <summary>Writes the network to a stream, from where that stands.</summary>
    /// <param name="module">As for a file.</param>
    /// <param name="stream">Takes writing; with <see cref="OnnxExportOptions.Verify"/> also reading and seeking. It stays open.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The stream cannot do what is needed, or the options do not fit the module.</exception>
    /// <exception cref="NotSupportedException">A module is none of those (the message has its path), has a forward hook or a setting that ONNX
    /// cannot express, needs a fixed image size, or its weights exceed what one file holds, 2 GB.</exception>
    /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="InvalidDataException"><see cref="OnnxExportOptions.Verify"/> found the file wrong.</exception>
    public static void Export(this nn.Module<Tensor, Tensor> module, Stream stream, OnnxExportOptions options) =>
        module.Export(stream, options, LoweringRules.None);

    /// <summary>Writes a network to a stream, with rules for modules of types that the library does not know.</summary>
    /// <param name="module">As for <see cref="Export(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>, or a module that the rules describe.</param>
    /// <param name="stream">Takes writing; with <see cref="OnnxExportOptions.Verify"/> also reading and seeking. It stays open.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="rules">The rules.</param>
    /// <inheritdoc cref="Export(nn.Module{Tensor, Tensor}, Stream, OnnxExportOptions)"/>
    public static void Export(this nn.Module<Tensor, Tensor> module, Stream stream, OnnxExportOptions options, LoweringRules rules)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        if (!stream.CanWrite) throw new ArgumentException("stream: must be writable.", nameof(stream));
        if (options.Verify && !(stream.CanRead && stream.CanSeek))
            throw new ArgumentException("stream: must be readable and seekable, for Verify reads back what was written.", nameof(stream));
        var model = OnnxModel.Of(module, options, rules);
        Write(model, stream, options.Verify);
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

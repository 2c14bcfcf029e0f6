using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Exports modules to ONNX files, which ONNX Runtime and other runtimes can run without .NET.</summary>
/// <remarks>
/// The file contains the computation in evaluation mode, without dropout and auxiliary heads. The input is a batch of images, N x C x H x
/// W, or N x H x W x C bytes with <see cref="OnnxExportOptions.Preprocessing"/>; the output is logits, N x classes. The same module and
/// options give the same bytes.
/// </remarks>
public static class OnnxExtensions
{
    /// <summary>Exports the network to a file with the default options: any batch and image size, operator set 17, batch norm folded,
    /// float32.</summary>
    /// <inheritdoc cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, string path) => module.ExportOnnx(path, new OnnxExportOptions());

    /// <summary>Exports the network to a file atomically: after a failure, an existing file is unchanged.</summary>
    /// <param name="module">A <see cref="Block"/>, one of the layers Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d,
    /// LocalResponseNorm, Linear, Dropout and Flatten, or a Sequential of these. It is not changed.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">The export options.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or the options are not valid for the module.</exception>
    /// <exception cref="NotSupportedException">A module is not supported (the message has its path), has a forward hook or a setting that
    /// ONNX cannot express, or needs a fixed image size, or the weights exceed 2 GB, the limit of a file.</exception>
    /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file fails the check of <see cref="OnnxExportOptions.Verify"/>.</exception>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, string path, OnnxExportOptions options) =>
        module.ExportOnnx(path, options, LoweringRules.None);

    /// <summary>Exports a network to a file with rules for modules of unknown types.</summary>
    /// <param name="module">As for <see cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>, or a module covered by
    /// the rules.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">The export options.</param>
    /// <param name="rules">The rules.</param>
    /// <inheritdoc cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, string path, OnnxExportOptions options, LoweringRules rules)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        OnnxExporter.Export(Lower(module, options, rules), path, options, Description(module, options));
    }

    /// <summary>Exports the network to a stream, at its current position.</summary>
    /// <param name="module">As for a file.</param>
    /// <param name="stream">A writable stream; with <see cref="OnnxExportOptions.Verify"/> also readable and seekable. It stays
    /// open.</param>
    /// <param name="options">The export options.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The stream does not support the required operations, or the options are not valid for the
    /// module.</exception>
    /// <exception cref="NotSupportedException">A module is not supported (the message has its path), has a forward hook or a setting that
    /// ONNX cannot express, or needs a fixed image size, or the weights exceed 2 GB, the limit of a file.</exception>
    /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file fails the check of <see cref="OnnxExportOptions.Verify"/>.</exception>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, Stream stream, OnnxExportOptions options) =>
        module.ExportOnnx(stream, options, LoweringRules.None);

    /// <summary>Exports a network to a stream with rules for modules of unknown types.</summary>
    /// <param name="module">As for <see cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>, or a module covered by
    /// the rules.</param>
    /// <param name="stream">A writable stream; with <see cref="OnnxExportOptions.Verify"/> also readable and seekable. It stays
    /// open.</param>
    /// <param name="options">The export options.</param>
    /// <param name="rules">The rules.</param>
    /// <inheritdoc cref="ExportOnnx(nn.Module{Tensor, Tensor}, Stream, OnnxExportOptions)"/>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, Stream stream, OnnxExportOptions options, LoweringRules rules)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        OnnxExporter.CheckStream(stream, options);
        OnnxExporter.Export(Lower(module, options, rules), stream, options, Description(module, options));
    }

    private static InferenceGraph Lower(nn.Module<Tensor, Tensor> module, OnnxExportOptions options, LoweringRules rules)
    {
        // checks the size limit before copying anything
        FileSize.Check(ModuleLowering.Lower(module, rules, shapesOnly: true), options.Weights);
        return InferenceGraph.Lower(module, rules);
    }

    private static KeyValuePair<string, string>[] Description(nn.Module module, OnnxExportOptions options) =>
        options.EmbedDescription && module is IDescribed network
            ? [new("network", module.GetType().Name), new("settings", network.Describe().ToJsonString())]
            : [];
}

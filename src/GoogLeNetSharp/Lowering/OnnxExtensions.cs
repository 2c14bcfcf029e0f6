using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Writes modules as ONNX files, which ONNX Runtime and everything built on it run without .NET.</summary>
/// <remarks>
/// What is written is what the module computes in evaluation mode: dropout and auxiliary heads are gone. Images are batches, N x C x H x W,
/// or N x H x W x C bytes with <see cref="OnnxExportOptions.Preprocessing"/>; logits are N x classes. The same module and options give the
/// same bytes.
/// </remarks>
public static class OnnxExtensions
{
    /// <summary>Writes the network to a file with the default options: any batch and image size, operator set 17, batch norm folded,
    /// float32.</summary>
    /// <inheritdoc cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, string path) => module.ExportOnnx(path, new OnnxExportOptions());

    /// <summary>Writes the network to a file. The path holds the old file or the whole new one at every moment, after a failure the
    /// old.</summary>
    /// <param name="module">A <see cref="Block"/>, one of the layers Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d,
    /// LocalResponseNorm, Linear, Dropout and Flatten, or a Sequential of these. It is left as it is.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or the options do not fit the module.</exception>
    /// <exception cref="NotSupportedException">A module is none of those (the message has its path), has a forward hook or a setting that
    /// ONNX cannot express, needs a fixed image size, or its weights exceed what one file holds, 2 GB.</exception>
    /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException"><see cref="OnnxExportOptions.Verify"/> found the file wrong.</exception>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, string path, OnnxExportOptions options) =>
        module.ExportOnnx(path, options, LoweringRules.None);

    /// <summary>Writes a network to a file, with rules for modules of types that the library does not know.</summary>
    /// <param name="module">As for <see cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>, or a module that the
    /// rules describe.</param>
    /// <param name="path">The file, usually with the extension <c>.onnx</c>.</param>
    /// <param name="options">How it is written.</param>
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

    /// <summary>Writes the network to a stream, from where that stands.</summary>
    /// <param name="module">As for a file.</param>
    /// <param name="stream">Takes writing; with <see cref="OnnxExportOptions.Verify"/> also reading and seeking. It stays open.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The stream cannot do what is needed, or the options do not fit the module.</exception>
    /// <exception cref="NotSupportedException">A module is none of those (the message has its path), has a forward hook or a setting that
    /// ONNX cannot express, needs a fixed image size, or its weights exceed what one file holds, 2 GB.</exception>
    /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="InvalidDataException"><see cref="OnnxExportOptions.Verify"/> found the file wrong.</exception>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> module, Stream stream, OnnxExportOptions options) =>
        module.ExportOnnx(stream, options, LoweringRules.None);

    /// <summary>Writes a network to a stream, with rules for modules of types that the library does not know.</summary>
    /// <param name="module">As for <see cref="ExportOnnx(nn.Module{Tensor, Tensor}, string, OnnxExportOptions)"/>, or a module that the
    /// rules describe.</param>
    /// <param name="stream">Takes writing; with <see cref="OnnxExportOptions.Verify"/> also reading and seeking. It stays open.</param>
    /// <param name="options">How it is written.</param>
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
        // A network beyond the limit is refused before anything is copied.
        FileSize.Check(ModuleLowering.Lower(module, rules, shapesOnly: true), options.Weights);
        return InferenceGraph.Lower(module, rules);
    }

    private static KeyValuePair<string, string>[] Description(nn.Module module, OnnxExportOptions options) =>
        options.EmbedDescription && module is IDescribed network
            ? [new("network", module.GetType().Name), new("settings", network.Describe().ToJsonString())]
            : [];
}

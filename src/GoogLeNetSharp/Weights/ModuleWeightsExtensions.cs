using System.Diagnostics.CodeAnalysis;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Weights;
using GoogLeNetSharp.Weights.Formats;
using GoogLeNetSharp.Weights.Loading;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Loads and saves the weights of TorchSharp modules.</summary>
public static class ModuleWeightsExtensions
{
    /// <summary>Loads weights from a file in any format supported by <see cref="StateDictFile"/>.</summary>
    /// <remarks>
    /// Checks all names, shapes and types, then all data, and only then copies: a failure leaves the module unchanged. Tensors are not
    /// broadcast; only floating types are converted, and the report lists them. Needs extra memory for the largest tensor and a small
    /// buffer; an ONNX file and its external data are held completely. Can be cancelled until the copying begins.
    /// </remarks>
    /// <param name="module">The module; parameters and buffers keep their device, type and strides.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Allowed differences; null for <see cref="LoadWeightsOptions.Default"/>, which is strict.</param>
    /// <param name="progress">Receives a report after each checked tensor, or null.</param>
    /// <param name="cancellationToken">Cancels the load before the module is changed.</param>
    /// <returns>The result, key by key.</returns>
    /// <exception cref="WeightsMismatchException">Names, shapes or types do not match; lists every key.</exception>
    /// <exception cref="InvalidDataException">The file is broken, hostile or of no known format; the message names file, place and
    /// cause.</exception>
    /// <exception cref="ArgumentException"><see cref="LoadWeightsOptions.RenameKey"/> maps two keys to one name.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static LoadWeightsReport LoadWeights(
        this nn.Module module,
        string path,
        LoadWeightsOptions? options = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        using FileStream stream = StateDictFile.Open(path);
        return WeightsLoader.Load(module, ByteSource.OfFile(stream, path), options ?? LoadWeightsOptions.Default, progress,
            cancellationToken);
    }

    /// <summary>Loads weights from a stream, from its current position to its end, like from a file. The stream stays open.</summary>
    /// <param name="module">The module; parameters and buffers keep their device, type and strides.</param>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="options">Allowed differences; null for <see cref="LoadWeightsOptions.Default"/>, which is strict.</param>
    /// <param name="progress">Receives a report after each checked tensor, or null.</param>
    /// <param name="cancellationToken">Cancels the load before the module is changed.</param>
    /// <returns>The result, key by key.</returns>
    /// <exception cref="WeightsMismatchException">Names, shapes or types do not match; lists every key.</exception>
    /// <exception cref="InvalidDataException">The content is broken, hostile or of no known format; the message names place and
    /// cause.</exception>
    /// <exception cref="ArgumentException">The stream cannot read or seek, or <see cref="LoadWeightsOptions.RenameKey"/> maps two keys to
    /// one name.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static LoadWeightsReport LoadWeights(
        this nn.Module module,
        Stream stream,
        LoadWeightsOptions? options = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        ByteSource source = StateDictFile.Source(stream);
        return WeightsLoader.Load(module, source, options ?? LoadWeightsOptions.Default, progress, cancellationToken);
    }

    /// <summary>
    /// Saves the state dict as a safetensors file, which Python reads with <c>safetensors.torch.load_file</c>. The file is written beside
    /// the target, flushed to disk and renamed, so a crash leaves the old or the new file.
    /// </summary>
    /// <remarks>For an <see cref="IDescribed"/> network, the file also contains its settings, so that <c>FromFile</c> can recreate it:
    /// <c>GoogLeNet.FromFile(path)</c>.</remarks>
    /// <param name="module">The module.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="metadata">Additional metadata, or null.</param>
    /// <param name="progress">Receives a report after each tensor, or null.</param>
    /// <param name="cancellationToken">Cancels saving; an existing file is unchanged.</param>
    /// <exception cref="ArgumentException">A tensor has a type that the format does not support, or <paramref name="metadata"/> contains a
    /// reserved key, or the number of labels (<c>googlenetsharp.labels</c>) is not the module's number of classes.</exception>
    /// <exception cref="IOException">The path is a directory, its folder does not exist, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder is not writable.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static void SaveWeights(
        this nn.Module module,
        string path,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        StateDictFile.Write(path, module.state_dict(), Metadata(module, metadata), progress, cancellationToken);
    }

    /// <summary>Saves the state dict in the format of a safetensors file to a stream, from its current position. The stream stays
    /// open.</summary>
    /// <param name="module">The module.</param>
    /// <param name="stream">A stream that can write.</param>
    /// <param name="metadata">Additional metadata, or null.</param>
    /// <param name="progress">Receives a report after each tensor, or null.</param>
    /// <param name="cancellationToken">Cancels saving; what is written so far stays in the stream.</param>
    /// <exception cref="ArgumentException">The stream cannot write, a tensor has a type that the format does not support,
    /// <paramref name="metadata"/> contains a reserved key, or the number of labels (<c>googlenetsharp.labels</c>) is not the module's
    /// number of classes.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static void SaveWeights(
        this nn.Module module,
        Stream stream,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        StateDictFile.Write(stream, module.state_dict(), Metadata(module, metadata), progress, cancellationToken);
    }

    private static OrderedDictionary<string, string> Metadata(nn.Module module, IReadOnlyDictionary<string, string>? metadata)
    {
        var all = new OrderedDictionary<string, string> { ["format"] = "pt" }; // expected by Python's readers
        foreach ((string key, string value) in DescriptionMetadata.Of(module)) all.Add(key, value);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            if (!all.TryAdd(key, value))
            {
                throw new ArgumentException($"metadata: the key '{key}' is written by SaveWeights itself.", nameof(metadata));
            }
            if (key == ClassifierMetadata.LabelsKey) LabelsMetadata.Check(value, module, nameof(metadata));
        }

        return all;
    }
}

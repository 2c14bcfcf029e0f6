using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Weights.Formats;
using GoogLeNetSharp.Weights.Loading;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>Loading and saving the weights of any TorchSharp module.</summary>
public static class ModuleWeightsExtensions
{
    /// <summary>Loads weights from a file of any format <see cref="StateDictFile"/> reads.</summary>
    /// <remarks>
    /// All names, shapes and types are checked first, then all data; only then is anything copied, so that a failure leaves the module as
    /// it was. There is no broadcasting, and no conversion but between floating types, which the report lists. Extra memory: at most the
    /// largest tensor and a small buffer; an ONNX file is held as a whole, with the files beside it. Cancelling works until the copying
    /// begins.
    /// </remarks>
    /// <param name="module">The module; parameters and buffers keep their device, type and strides.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What may differ; null for <see cref="LoadWeightsOptions.Default"/>, which is strict.</param>
    /// <param name="progress">Told after each checked tensor, or null.</param>
    /// <param name="cancellationToken">Stops the loading before the module is touched.</param>
    /// <returns>What was done, key by key.</returns>
    /// <exception cref="WeightsMismatchException">Names, shapes or types do not fit; lists every key.</exception>
    /// <exception cref="InvalidDataException">The file is broken, hostile or of no known format; the message names file, place and
    /// cause.</exception>
    /// <exception cref="ArgumentException"><see cref="LoadWeightsOptions.RenameKey"/> gives two keys one name.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
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

    /// <summary>Loads weights from a stream, from where it stands to its end; otherwise like loading from a file. The stream stays
    /// open.</summary>
    /// <param name="module">The module; parameters and buffers keep their device, type and strides.</param>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="options">What may differ; null for <see cref="LoadWeightsOptions.Default"/>, which is strict.</param>
    /// <returns>What was done, key by key.</returns>
    /// <exception cref="WeightsMismatchException">Names, shapes or types do not fit; lists every key.</exception>
    /// <exception cref="InvalidDataException">The content is broken, hostile or of no known format; the message names place and
    /// cause.</exception>
    /// <exception cref="ArgumentException">The stream cannot read or seek, or <see cref="LoadWeightsOptions.RenameKey"/> gives two keys one
    /// name.</exception>
    public static LoadWeightsReport LoadWeights(this nn.Module module, Stream stream, LoadWeightsOptions? options)
    {
        ArgumentNullException.ThrowIfNull(module);
        ByteSource source = StateDictFile.Source(stream);
        return WeightsLoader.Load(module, source, options ?? LoadWeightsOptions.Default, progress: null, CancellationToken.None);
    }

    /// <summary>
    /// Saves the state dict as a safetensors file, which Python reads with <c>safetensors.torch.load_file</c>. It is written beside the
    /// target, flushed to the disk and renamed: a crash leaves the old file or the new one.
    /// </summary>
    /// <remarks>For an <see cref="IDescribed"/> network the file also carries its settings, so that <c>FromFile</c> can rebuild it:
    /// <c>GoogLeNet.FromFile(path)</c>.</remarks>
    /// <param name="module">The module.</param>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="metadata">More text to keep in the file, or null.</param>
    /// <param name="progress">Told after each tensor, or null.</param>
    /// <param name="cancellationToken">Stops the saving; the old file stays as it was.</param>
    /// <exception cref="ArgumentException">A tensor has a type the format has no name for, or <paramref name="metadata"/> has a key that
    /// this method writes itself, or labels (<c>googlenetsharp.labels</c>) that are not one per class of the module.</exception>
    /// <exception cref="IOException">The path is a directory, its folder does not exist, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder may not be written to.</exception>
    public static void SaveWeights(
        this nn.Module module,
        string path,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        var all = new OrderedDictionary<string, string> { ["format"] = "pt" }; // what Python's readers look for
        foreach ((string key, string value) in DescriptionMetadata.Of(module)) all.Add(key, value);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            if (!all.TryAdd(key, value))
            {
                throw new ArgumentException($"metadata: the key '{key}' is written by SaveWeights itself.", nameof(metadata));
            }
            if (key == ClassifierMetadata.LabelsKey) LabelsMetadata.Check(value, module, nameof(metadata));
        }

        StateDictFile.Write(path, module.state_dict(), all, progress, cancellationToken);
    }
}

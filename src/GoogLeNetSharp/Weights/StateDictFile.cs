using System.Diagnostics.CodeAnalysis;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>
/// Reads state dicts from safetensors files, PyTorch checkpoints (zip and legacy), TorchSharp's <c>.dat</c> files and ONNX files, and
/// writes safetensors files. The format is detected from the content, not from the file name. Nothing in a file is ever executed.
/// </summary>
/// <remarks>
/// In PyTorch checkpoints, the state dict is found under <c>state_dict</c>, <c>model_state_dict</c>, <c>model</c>, <c>net</c> or
/// <c>state_dict_ema</c>, or if it is the only one. The prefixes <c>module.</c> of data-parallel training and <c>_orig_mod.</c> of
/// <c>torch.compile</c> are removed.
/// </remarks>
public static class StateDictFile
{
    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Tensors by name in file order; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file is broken, hostile or of no known format; the message names file, place and
    /// cause.</exception>
    /// <exception cref="IOException">The file cannot be opened or read, or is not a regular file.</exception>
    public static StateDict Read(string path) => Read(path, stateDictKey: null);

    /// <summary>Reads all tensors under one key of a PyTorch checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stateDictKey">The key in the checkpoint that holds the tensors, or null to search for it.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>Tensors by name in file order; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file has no such key, or is broken, hostile or of no known format; the message names
    /// file, place and cause.</exception>
    /// <exception cref="IOException">The file cannot be opened or read, or is not a regular file.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static StateDict Read(string path, string? stateDictKey, CancellationToken cancellationToken = default)
    {
        using FileStream stream = Open(path);
        return Read(ByteSource.OfFile(stream, path), stateDictKey, cancellationToken);
    }

    /// <summary>Reads all tensors from a stream, from its current position to its end. The stream stays open.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <returns>Tensors by name in file order; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    /// <exception cref="InvalidDataException">The content is broken, hostile or of no known format; the message names place and
    /// cause.</exception>
    public static StateDict Read(Stream stream) => Read(stream, stateDictKey: null);

    /// <summary>Reads all tensors under one key of a PyTorch checkpoint from a stream, from its current position to its end. The stream
    /// stays open.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="stateDictKey">The key in the checkpoint that holds the tensors, or null to search for it.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>Tensors by name in file order; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    /// <exception cref="InvalidDataException">The content has no such key, or is broken, hostile or of no known format; the message names
    /// place and cause.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static StateDict Read(Stream stream, string? stateDictKey, CancellationToken cancellationToken = default) =>
        Read(Source(stream), stateDictKey, cancellationToken);

    /// <summary>Reads names, types, shapes and sizes of a file's tensors, without reading tensor data.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is broken, hostile or of no known format; the message names file, place and
    /// cause.</exception>
    /// <exception cref="IOException">The file cannot be opened or read, or is not a regular file.</exception>
    public static StateDictInfo Inspect(string path) => Inspect(path, stateDictKey: null);

    /// <summary>Reads names, types, shapes and sizes of the tensors under one key of a PyTorch checkpoint, without reading tensor
    /// data.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stateDictKey">The key in the checkpoint that holds the tensors, or null to search for it.</param>
    /// <exception cref="InvalidDataException">The file has no such key, or is broken, hostile or of no known format; the message names
    /// file, place and cause.</exception>
    /// <exception cref="IOException">The file cannot be opened or read, or is not a regular file.</exception>
    public static StateDictInfo Inspect(string path, string? stateDictKey)
    {
        using FileStream stream = Open(path);
        return ReadHeader(ByteSource.OfFile(stream, path), stateDictKey).ToInfo();
    }

    /// <summary>Reads names, types, shapes and sizes of the tensors in a stream, without reading tensor data. The stream stays
    /// open.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    /// <exception cref="InvalidDataException">The content is broken, hostile or of no known format; the message names place and
    /// cause.</exception>
    public static StateDictInfo Inspect(Stream stream) => Inspect(stream, stateDictKey: null);

    /// <summary>Reads names, types, shapes and sizes of the tensors under one key of a PyTorch checkpoint in a stream. The stream stays
    /// open.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="stateDictKey">The key in the checkpoint that holds the tensors, or null to search for it.</param>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    /// <exception cref="InvalidDataException">The content has no such key, or is broken, hostile or of no known format; the message names
    /// place and cause.</exception>
    public static StateDictInfo Inspect(Stream stream, string? stateDictKey) => ReadHeader(Source(stream), stateDictKey).ToInfo();

    /// <summary>
    /// Writes tensors as a safetensors file. A temporary file beside the target is written, flushed to disk and renamed, so a crash leaves
    /// the old or the new file.
    /// </summary>
    /// <remarks>Pipes and character devices are written to directly. Block devices and sockets are rejected.</remarks>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="tensors">Tensors by name, in the order of the header, on any device and with any strides. The file stores them
    /// contiguously.</param>
    /// <param name="metadata">Metadata, or null.</param>
    /// <param name="progress">Receives a report after each tensor, or null.</param>
    /// <param name="cancellationToken">Cancels writing; an existing file is unchanged.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a tensor has a type that the format does not
    /// support.</exception>
    /// <exception cref="IOException">The path is a directory, its folder does not exist, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder is not writable.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsWriter.Write(path, [.. tensors], metadata ?? new Dictionary<string, string>(), progress, cancellationToken);
    }

    /// <summary>Writes tensors in the format of a safetensors file to a stream, from its current position. The stream stays open.</summary>
    /// <param name="stream">A stream that can write.</param>
    /// <param name="tensors">Tensors by name, as for a file.</param>
    /// <param name="metadata">Metadata, or null.</param>
    /// <param name="progress">Receives a report after each tensor, or null.</param>
    /// <param name="cancellationToken">Cancels writing; what is written so far stays in the stream.</param>
    /// <exception cref="ArgumentException">The stream cannot write, a name occurs twice or is reserved, or a tensor has a type that the
    /// format does not support.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static void Write(
        Stream stream,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<WeightsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        if (!stream.CanWrite) throw new ArgumentException("stream: must be able to write.", nameof(stream));
        SafetensorsWriter.Write(stream, [.. tensors], metadata ?? new Dictionary<string, string>(), progress, cancellationToken);
    }

    internal static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return RegularFile.OpenRead(path, "a weights file");
    }

    internal static ByteSource Source(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
        {
            throw new ArgumentException("stream: must be able to read and to seek; copy it into a file or a MemoryStream first.",
                nameof(stream));
        }

        return new ByteSource(stream, stream is FileStream file ? file.Name : "stream");
    }

    private static StateDict Read(ByteSource source, string? stateDictKey, CancellationToken cancellation)
    {
        StoredStateDict header = ReadHeader(source, stateDictKey);
        var storages = new Dictionary<StorageRange, Tensor>();
        var tensors = new OrderedDictionary<string, Tensor>(header.Tensors.Count);
        source.CheckFits("all tensors", header.Tensors.Select(t => t.Storage).Distinct().Sum(s => s.Length));
        try
        {
            foreach (StoredTensor stored in header.Tensors)
            {
                if (!storages.TryGetValue(stored.Storage, out Tensor? storage))
                    storages.Add(stored.Storage, storage = ReadStorage(source, stored, cancellation));
                tensors.Add(stored.Name, storage.as_strided(stored.Shape, stored.Strides, stored.StorageOffset));
            }
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values) tensor.Dispose();
            throw;
        }
        finally
        {
            foreach (Tensor storage in storages.Values) storage.Dispose();
        }

        return new StateDict(tensors, header.Format, header.Metadata);
    }

    private static Tensor ReadStorage(ByteSource source, StoredTensor stored, CancellationToken cancellation)
    {
        StorageStream.Verify(source, stored.Storage, new byte[Math.Clamp(stored.Storage.Length, 1, StorageStream.BufferSize)],
            cancellation);
        Tensor storage = empty(stored.Storage.Length / stored.Element.Size, dtype: stored.Element.Type);
        try
        {
            TensorMemory.Fill(storage, source, stored.Storage, from: 0);
            return storage;
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    private static StoredStateDict ReadHeader(ByteSource source, string? stateDictKey)
    {
        StoredStateDict header = StateDictReader.Read(source, stateDictKey);
        return header.Format is StateDictFormat.PyTorchZip or StateDictFormat.PyTorchLegacy ? header.WithoutWrappers([]) : header;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoogLeNetSharp.Weights;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>
/// A checkpoint as a safetensors file. Its metadata contain the training state and a hash of all contents, because the format itself has no
/// checksum.
/// </summary>
internal static class CheckpointFile
{
    private const string StateKey = "googlenetsharp.training";
    private const string HashKey = "googlenetsharp.sha256";

    /// <summary>Writes the file atomically.</summary>
    /// <returns>The hash of the contents, for <see cref="HashOf"/>.</returns>
    public static string Write(string path, TrainingState state, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        var json = state.ToJson();
        var hash = Hash(json, tensors);
        StateDictFile.Write(path, tensors, new Dictionary<string, string> { [StateKey] = json, [HashKey] = hash });
        return hash;
    }

    /// <summary>Reads the hash stored in a file, or null if it is not a readable checkpoint.</summary>
    public static string? HashOf(string path)
    {
        try
        {
            return File.Exists(path) ? StateDictFile.Inspect(path).Metadata.GetValueOrDefault(HashKey) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the file.</summary>
    /// <returns>State and tensors; the caller disposes the tensors.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or not a checkpoint.</exception>
    public static (TrainingState State, StateDict Tensors) Read(string path)
    {
        var tensors = StateDictFile.Read(path);
        try
        {
            if (!tensors.Metadata.TryGetValue(StateKey, out var json) || !tensors.Metadata.TryGetValue(HashKey, out var hash))
            {
                throw new InvalidDataException(
                    $"{path}: expected a training checkpoint, got a file without \"{StateKey}\" and \"{HashKey}\" in its metadata.");
            }

            if (Hash(json, tensors) != hash)
            {
                throw new InvalidDataException($"{path}: the contents do not have the hash they were saved with.");
            }
            return (StateIn(path, json), tensors);
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    private static TrainingState StateIn(string path, string json)
    {
        try
        {
            return TrainingState.FromJson(json);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    internal static string Hash(string json, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(json));
        foreach (var (name, tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"\n{name} {tensor.dtype} {string.Join(',', tensor.shape)}\n")));
            using var detached = tensor.detach();
            using var local = detached.cpu();
            using var contiguous = local.contiguous();
            TensorMemory.ForEachChunk(contiguous, chunk => hash.AppendData(chunk));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

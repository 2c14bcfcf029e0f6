using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>
/// Tensors by name, in the order of the file they were read from. It owns them: <see cref="Dispose"/> disposes every one.
/// </summary>
/// <remarks>Tensors that share a storage in a PyTorch file share it here too, with their strides kept: writing to one shows in the
/// other.</remarks>
public sealed class StateDict : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _tensors;

    internal StateDict(OrderedDictionary<string, Tensor> tensors, StateDictFormat format, IReadOnlyDictionary<string, string> metadata)
    {
        _tensors = tensors;
        Format = format;
        Metadata = metadata;
    }

    /// <summary>The format of the file.</summary>
    public StateDictFormat Format { get; }

    /// <summary>The file's own key-value text; only safetensors and ONNX files carry any.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <summary>The names in the order of the file.</summary>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <summary>The tensors in the order of the file.</summary>
    public IEnumerable<Tensor> Values => _tensors.Values;

    /// <inheritdoc/>
    public Tensor this[string key] => _tensors[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes all tensors. A tensor that is to live on must be cloned before.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values) tensor.Dispose();
    }
}

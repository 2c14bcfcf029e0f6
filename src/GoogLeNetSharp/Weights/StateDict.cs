using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>
/// Tensors by name, in file order. The dictionary owns the tensors: <see cref="Dispose"/> disposes all of them.
/// </summary>
/// <remarks>Tensors that share a storage in a PyTorch file also share it here, with their strides: changes of one are visible in the
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

    /// <summary>The file's key-value metadata; only safetensors and ONNX files have any.</summary>
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

    /// <summary>Disposes all tensors. Clone tensors that are still needed first.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values) tensor.Dispose();
    }
}

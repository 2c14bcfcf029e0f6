namespace GoogLeNetSharp.Weights;

/// <summary>The contents of a file without its tensor data (<see cref="StateDictFile.Inspect(string)"/>).</summary>
/// <param name="Format">The format, detected from the content.</param>
/// <param name="Tensors">The tensors in the order of the file.</param>
/// <param name="Metadata">The file's key-value metadata; only safetensors and ONNX files have any.</param>
public sealed record StateDictInfo(
    StateDictFormat Format, IReadOnlyList<TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Returns a one-line description: format, number of tensors and metadata keys.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Format}, tensors: {Tensors.Count}, metadata: {new ReadableList<string>(Metadata.Keys.Order(StringComparer.Ordinal))}");
}

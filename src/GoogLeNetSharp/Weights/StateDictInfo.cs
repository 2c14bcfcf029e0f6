namespace GoogLeNetSharp.Weights;

/// <summary>What a file holds, read without its tensor data (<see cref="StateDictFile.Inspect(string)"/>).</summary>
/// <param name="Format">The format the file's content shows.</param>
/// <param name="Tensors">The tensors in the order of the file.</param>
/// <param name="Metadata">The file's own key-value text; only safetensors and ONNX files carry any.</param>
public sealed record StateDictInfo(
    StateDictFormat Format, IReadOnlyList<TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The file in one line: format, number of tensors and metadata keys.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Format}, tensors: {Tensors.Count}, metadata: {new ReadableList<string>(Metadata.Keys.Order(StringComparer.Ordinal))}");
}

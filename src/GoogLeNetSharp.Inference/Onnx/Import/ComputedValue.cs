namespace GoogLeNetSharp.Onnx.Import;

/// <summary>The output of a graph node, in the layout of the file.</summary>
/// <param name="Node">The node's number.</param>
/// <param name="Sides">The sizes, starting with the batch.</param>
/// <param name="Layout">Layout of the node's output.</param>
internal sealed record ComputedValue(int Node, IReadOnlyList<Extent> Sides, ValueLayout Layout) : OnnxValue
{
    /// <inheritdoc/>
    public override IReadOnlyList<Extent> Shape => Sides;
}

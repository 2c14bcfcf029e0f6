namespace GoogLeNetSharp.Onnx.Import;

/// <summary>What a node of the graph computes, seen as the file sees it.</summary>
/// <param name="Node">The node's number.</param>
/// <param name="Sides">The sizes; the first is the batch's.</param>
/// <param name="Layout">How the node's output is seen.</param>
internal sealed record ComputedValue(int Node, IReadOnlyList<Extent> Sides, ValueLayout Layout) : OnnxValue
{
    /// <inheritdoc/>
    public override IReadOnlyList<Extent> Shape => Sides;
}

namespace GoogLeNetSharp.Graphs;

/// <summary>
/// The elementwise product of two values of the same shape, or of C x H x W and C x 1 x 1, as in squeeze-and-excitation.
/// </summary>
public sealed record ProductNode : GraphNode
{
    internal ProductNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (value, factor) = (inputs[0], inputs[1]);
        if (factor.AsSpan().SequenceEqual(value)) return value;
        return IsMap(value) && factor.AsSpan().SequenceEqual([value[0], 1, 1]) ? value : null;
    }
}

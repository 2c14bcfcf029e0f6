namespace GoogLeNetSharp.Graphs;

/// <summary>Softmax over the channels, or over the features. Any shape in and out.</summary>
public sealed record SoftmaxNode : GraphNode
{
    internal SoftmaxNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

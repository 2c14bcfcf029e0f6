namespace GoogLeNetSharp.Graphs;

/// <summary>Dropout, which does nothing in inference; removed by <see cref="GraphPasses.DropDropout"/>. Any shape in and out.</summary>
public sealed record DropoutNode : GraphNode
{
    internal DropoutNode(int id, string name, IReadOnlyList<int> inputs, double probability) : base(id, name, inputs) =>
        Probability = probability;

    /// <summary>Probability of zeroing a value in training, 0 to 1.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public double Probability { get; init => field = NodeSettings.Probability(value); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];

    private protected override string Details() => FormattableString.Invariant($"p {Probability}");
}

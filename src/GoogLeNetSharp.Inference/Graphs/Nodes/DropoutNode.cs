namespace GoogLeNetSharp.Graphs;

/// <summary>Dropout, which does nothing in inference: <see cref="GraphPasses.DropDropout"/> takes it out. Any shape in and out.</summary>
public sealed record DropoutNode : GraphNode
{
    internal DropoutNode(int id, string name, IReadOnlyList<int> inputs, double probability) : base(id, name, inputs) =>
        Probability = probability;

    /// <summary>Probability of a value to be zeroed in training, 0 to 1.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public double Probability { get; init => field = NodeSettings.Probability(value); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];

    private protected override string Details() => FormattableString.Invariant($"p {Probability}");
}

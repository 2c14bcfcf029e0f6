namespace GoogLeNetSharp.Graphs;

/// <summary>A node of an <see cref="InferenceGraph"/>. Derived records are the kinds of nodes.</summary>
/// <remarks>Shapes are those of one image, without the batch axis: [C, H, W] for a map, [F] for features. Equality is by reference; weights
/// are not compared.</remarks>
public abstract record GraphNode
{
    private protected GraphNode(int id, string name, IReadOnlyList<int> inputs)
    {
        Id = id;
        Name = name;
        Inputs = inputs;
    }

    /// <summary>The node's number, unique in its graph; passes keep it.</summary>
    public int Id { get; init; }

    /// <summary>The path of the original module, for example <c>inception3a.branch2.1.conv</c>; unique in its graph.</summary>
    public string Name { get; init; }

    /// <summary>The <see cref="Id"/>s of the input nodes, which precede this node in the graph.</summary>
    public IReadOnlyList<int> Inputs { get; init; }

    /// <summary>Name of the operation: <c>Conv</c>, <c>MaxPool</c>.</summary>
    public string Operator => GetType().Name[..^"Node".Length];

    /// <summary>The input channels (or features) required by the weights, or null.</summary>
    internal virtual long? InChannels => null;

    /// <summary>Whether the output has the same channels as the input.</summary>
    internal virtual bool KeepsChannels => false;

    /// <summary>The weights of this node.</summary>
    internal virtual IEnumerable<Weight> Weights => [];

    /// <summary>Whether the other node is the same object.</summary>
    /// <param name="other">Another node.</param>
    public virtual bool Equals(GraphNode? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <summary>Returns the node in one line: <c>Conv(%0) 3 -> 64, 7x7, stride 2, padding 3</c>.</summary>
    public sealed override string ToString()
    {
        var details = Details();
        return $"{Operator}({string.Join(", ", Inputs.Select(id => $"%{id}"))}){(details.Length > 0 ? " " : "")}{details}";
    }

    /// <summary>Computes the output shape, or null if the inputs are not valid.</summary>
    internal abstract long[]? OutputShape(IReadOnlyList<long[]> inputs);

    /// <summary>Describes the settings.</summary>
    private protected virtual string Details() => "";

    private protected static bool IsMap(long[] shape) => shape is [>= 1, >= 1, >= 1];

    private protected static bool IsMapOrFeatures(long[] shape) => IsMap(shape) || shape is [>= 1];

    private protected static long[]? Slide(Window2d window, long[] map, long channels)
    {
        if (!IsMap(map)) return null;
        var (height, width) = window.Positions(map[1], map[2]);
        return height >= 1 && width >= 1 ? [channels, height, width] : null;
    }
}

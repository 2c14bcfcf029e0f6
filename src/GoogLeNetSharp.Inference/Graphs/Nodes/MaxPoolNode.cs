namespace GoogLeNetSharp.Graphs;

/// <summary>Max pool: C x H x W -> C x H' x W'.</summary>
public sealed record MaxPoolNode : GraphNode
{
    internal MaxPoolNode(int id, string name, IReadOnlyList<int> inputs, Window2d window) : base(id, name, inputs) => Window = window;

    /// <summary>Kernel, stride, padding (at most half of the kernel), dilation and ceil mode.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public Window2d Window { get; init => field = NodeSettings.Pool(value); }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => Slide(Window, inputs[0], inputs[0][0]);

    private protected override string Details() => Window.ToString();
}

namespace GoogLeNetSharp.Graphs;

/// <summary>Average pool: C x H x W -> C x H' x W'.</summary>
public sealed record AvgPoolNode : GraphNode
{
    internal AvgPoolNode(int id, string name, IReadOnlyList<int> inputs, Window2d window, bool countIncludePad) : base(id, name, inputs)
    {
        Window = window;
        CountIncludePad = countIncludePad;
    }

    /// <summary>Kernel, stride, padding (at most half of the kernel) and ceil mode; the dilation is 1.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public Window2d Window { get; init => field = NodeSettings.AveragePool(value); }

    /// <summary>Whether the mean includes the zeros of the padding.</summary>
    public bool CountIncludePad { get; init; }

    internal override bool KeepsChannels => true;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) => Slide(Window, inputs[0], inputs[0][0]);

    private protected override string Details() => CountIncludePad || Window.Padding == (0, 0)
        ? $"{Window}"
        : $"{Window}, padding not counted";
}

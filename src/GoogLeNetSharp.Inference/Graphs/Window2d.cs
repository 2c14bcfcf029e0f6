namespace GoogLeNetSharp.Graphs;

/// <summary>The geometry of a convolution or pool, in pixels of height and width.</summary>
/// <param name="KernelSize">Height and width of the window, 1 to 2,147,483,647.</param>
/// <exception cref="ArgumentException">A number is outside its range.</exception>
public sealed record Window2d((long Height, long Width) KernelSize)
{
    /// <summary>Height and width of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) KernelSize { get; init => field = NodeSettings.Positive(value, "kernel size"); } =
        NodeSettings.Positive(KernelSize, "kernel size");

    /// <summary>Stride of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) Stride { get; init => field = NodeSettings.Positive(value, "stride"); } = (1, 1);

    /// <summary>Pixels added on each side, 0 to 2,147,483,647: zeros for convolutions and average pools, ignored by max pools.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) Padding { get; init => field = NodeSettings.NotNegative(value, "padding"); }

    /// <summary>Pixels added at the bottom and on the right if different from the top and left; otherwise null.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width)? EndPadding
    {
        get;
        init => field = value is { } padding ? NodeSettings.NotNegative(padding, "padding at the end") : null;
    }

    /// <summary>Dilation: distance between pixels of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">The value is outside its range.</exception>
    public (long Height, long Width) Dilation { get; init => field = NodeSettings.Positive(value, "dilation"); } = (1, 1);

    /// <summary>Whether a last window that extends beyond the edge is used: PyTorch's <c>ceil_mode</c>.</summary>
    public bool CeilMode { get; init; }

    /// <summary>Creates a square window.</summary>
    /// <param name="kernelSize">Side of the window.</param>
    /// <param name="stride">Stride of the window.</param>
    /// <param name="padding">Pixels added on each side.</param>
    /// <param name="ceilMode">Whether a last window that extends beyond the edge is used.</param>
    /// <returns>The window, without dilation.</returns>
    internal static Window2d Square(long kernelSize, long stride = 1, long padding = 0, bool ceilMode = false) =>
        new((kernelSize, kernelSize))
        {
            Stride = (stride, stride),
            Padding = (padding, padding),
            CeilMode = ceilMode,
        };

    /// <summary>Computes the output size for a map of the given size; below 1 if the window does not fit.</summary>
    /// <param name="height">Height of the map in pixels.</param>
    /// <param name="width">Width of the map in pixels.</param>
    /// <returns>Height and width of the output.</returns>
    /// <remarks>PyTorch's rule: with <see cref="CeilMode"/> the last window must still start inside the map or its left padding.</remarks>
    public (long Height, long Width) Positions(long height, long width) => (
        Positions(height, KernelSize.Height, Stride.Height, Padding.Height, End.Height, Dilation.Height),
        Positions(width, KernelSize.Width, Stride.Width, Padding.Width, End.Width, Dilation.Width));

    /// <summary>Pixels added at the bottom and on the right.</summary>
    internal (long Height, long Width) End => EndPadding ?? Padding;

    /// <summary>Returns the window as text: <c>3x3, stride 2, padding 1</c>.</summary>
    public override string ToString()
    {
        var text = $"{KernelSize.Height}x{KernelSize.Width}";
        if (Stride != (1, 1)) text += $", stride {NodeSettings.Text(Stride)}";
        if (Padding != (0, 0)) text += $", padding {NodeSettings.Text(Padding)}";
        if (EndPadding is { } end) text += $", padding at the end {NodeSettings.Text(end)}";
        if (Dilation != (1, 1)) text += $", dilation {NodeSettings.Text(Dilation)}";
        if (CeilMode) text += ", ceil";
        return text;
    }

    private long Positions(long size, long kernelSize, long stride, long padding, long endPadding, long dilation)
    {
        var span = size + padding + endPadding - ((dilation * (kernelSize - 1)) + 1);
        if (!CeilMode) return span < 0 ? 0 : (span / stride) + 1;
        var positions = (long)Math.Ceiling((double)span / stride) + 1;
        return (positions - 1) * stride >= size + padding ? positions - 1 : positions;
    }
}

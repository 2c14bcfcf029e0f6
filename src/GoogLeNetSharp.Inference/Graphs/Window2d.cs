namespace GoogLeNetSharp.Graphs;

/// <summary>How a window slides over a map: the geometry of convolutions and pools, in pixels, height and width apart.</summary>
/// <param name="KernelSize">Height and width of the window, 1 to 2,147,483,647.</param>
/// <exception cref="ArgumentException">A number is outside its range.</exception>
public sealed record Window2d((long Height, long Width) KernelSize)
{
    /// <summary>Height and width of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public (long Height, long Width) KernelSize { get; init => field = NodeSettings.Positive(value, "kernel size"); } =
        NodeSettings.Positive(KernelSize, "kernel size");

    /// <summary>Step of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public (long Height, long Width) Stride { get; init => field = NodeSettings.Positive(value, "stride"); } = (1, 1);

    /// <summary>Pixels added on each side, 0 to 2,147,483,647: zeros in a convolution or an average, ignored by a maximum.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public (long Height, long Width) Padding { get; init => field = NodeSettings.NotNegative(value, "padding"); }

    /// <summary>Pixels added at the bottom and on the right, where they are others than at the top and on the left; else null.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public (long Height, long Width)? EndPadding
    {
        get;
        init => field = value is { } padding ? NodeSettings.NotNegative(padding, "padding at the end") : null;
    }

    /// <summary>Distance between neighbouring pixels of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public (long Height, long Width) Dilation { get; init => field = NodeSettings.Positive(value, "dilation"); } = (1, 1);

    /// <summary>Whether a last window that hangs over the edge counts: PyTorch's <c>ceil_mode</c>.</summary>
    public bool CeilMode { get; init; }

    /// <summary>A square window.</summary>
    /// <param name="kernelSize">Side of the window.</param>
    /// <param name="stride">Step of the window.</param>
    /// <param name="padding">Pixels added on each side.</param>
    /// <param name="ceilMode">Whether a last window that hangs over the edge counts.</param>
    /// <returns>The window, without dilation.</returns>
    internal static Window2d Square(long kernelSize, long stride = 1, long padding = 0, bool ceilMode = false) =>
        new((kernelSize, kernelSize))
        {
            Stride = (stride, stride),
            Padding = (padding, padding),
            CeilMode = ceilMode,
        };

    /// <summary>How many positions the window takes down and across a map of that size; below 1 where it does not fit.</summary>
    /// <param name="height">Height of the map in pixels.</param>
    /// <param name="width">Width of the map in pixels.</param>
    /// <returns>Height and width of the output.</returns>
    /// <remarks>PyTorch's rule: with <see cref="CeilMode"/> the last window must still start inside the map or its left padding.</remarks>
    public (long Height, long Width) Positions(long height, long width) => (
        Positions(height, KernelSize.Height, Stride.Height, Padding.Height, End.Height, Dilation.Height),
        Positions(width, KernelSize.Width, Stride.Width, Padding.Width, End.Width, Dilation.Width));

    /// <summary>Pixels added at the bottom and on the right.</summary>
    internal (long Height, long Width) End => EndPadding ?? Padding;

    /// <summary>The window in words: <c>3x3, stride 2, padding 1</c>.</summary>
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

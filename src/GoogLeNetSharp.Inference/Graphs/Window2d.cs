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

    /// <summary>Distance between neighbouring pixels of the window, 1 to 2,147,483,647.</summary>
    /// <exception cref="ArgumentException">Set outside its range.</exception>
    public (long Height, long Width) Dilation { get; init => field = NodeSettings.Positive(value, "dilation"); } = (1, 1);

    /// <summary>Whether a last window that hangs over the edge counts: PyTorch's <c>ceil_mode</c>.</summary>
    public bool CeilMode { get; init; }

    /// <summary>How many positions the window takes down and across a map of that size; below 1 where it does not fit.</summary>
    /// <param name="height">Height of the map in pixels.</param>
    /// <param name="width">Width of the map in pixels.</param>
    /// <returns>Height and width of the output.</returns>
    public (long Height, long Width) Positions(long height, long width) => (
        Side(KernelSize.Height, Stride.Height, Padding.Height, Dilation.Height).Positions(height),
        Side(KernelSize.Width, Stride.Width, Padding.Width, Dilation.Width).Positions(width));

    /// <summary>The window in words: <c>3x3, stride 2, padding 1</c>.</summary>
    public override string ToString()
    {
        var text = $"{KernelSize.Height}x{KernelSize.Width}";
        if (Stride != (1, 1)) text += $", stride {NodeSettings.Text(Stride)}";
        if (Padding != (0, 0)) text += $", padding {NodeSettings.Text(Padding)}";
        if (Dilation != (1, 1)) text += $", dilation {NodeSettings.Text(Dilation)}";
        if (CeilMode) text += ", ceil";
        return text;
    }

    private Window Side(long kernelSize, long stride, long padding, long dilation) =>
        new((dilation * (kernelSize - 1)) + 1, stride, padding, CeilMode);
}

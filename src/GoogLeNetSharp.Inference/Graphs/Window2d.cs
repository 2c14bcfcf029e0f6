namespace GoogLeNetSharp.Graphs;

/// <summary>How a window slides over a map: the geometry of convolutions and pools, in pixels, height and width apart.</summary>
/// <param name="KernelSize">Height and width of the window.</param>
public sealed record Window2d((long Height, long Width) KernelSize)
{
    /// <summary>Step of the window.</summary>
    public (long Height, long Width) Stride { get; init; } = (1, 1);

    /// <summary>Pixels added on each side: zeros for a convolution and an average, no competitors for a maximum.</summary>
    public (long Height, long Width) Padding { get; init; }

    /// <summary>Distance between neighbouring pixels of the window.</summary>
    public (long Height, long Width) Dilation { get; init; } = (1, 1);

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
        if (Stride != (1, 1)) text += $", stride {Text(Stride)}";
        if (Padding != (0, 0)) text += $", padding {Text(Padding)}";
        if (Dilation != (1, 1)) text += $", dilation {Text(Dilation)}";
        if (CeilMode) text += ", ceil";
        return text;
    }

    private Window Side(long kernelSize, long stride, long padding, long dilation) =>
        new((dilation * (kernelSize - 1)) + 1, stride, padding, CeilMode);

    private static string Text((long Height, long Width) pair) => pair.Height == pair.Width ? $"{pair.Height}" : $"{pair.Height}x{pair.Width}";
}

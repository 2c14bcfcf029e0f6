namespace GoogLeNetSharp.Graphs;

/// <summary>A square window that slides over an image: the arithmetic that convolutions and pools share.</summary>
internal readonly record struct Window(long KernelSize, long Stride = 1, long Padding = 0, bool CeilMode = false)
{
    /// <summary>How many positions the window takes along a side of <paramref name="size"/> pixels; below 1 where it does not fit.</summary>
    /// <remarks>PyTorch's rule: with <see cref="CeilMode"/> the last window must still start inside the image or its left padding.</remarks>
    public long Positions(long size)
    {
        var span = size + (2 * Padding) - KernelSize;
        if (!CeilMode) return span < 0 ? 0 : (span / Stride) + 1;
        var positions = (long)Math.Ceiling((double)span / Stride) + 1;
        return (positions - 1) * Stride >= size + Padding ? positions - 1 : positions;
    }

    /// <summary>The smallest side on which the window takes at least one position.</summary>
    public long SmallestSize
    {
        get
        {
            var size = 1L;
            while (Positions(size) < 1) size++;
            return size;
        }
    }
}

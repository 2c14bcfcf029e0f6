namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>What one output position of an average pool covers along one side of the map.</summary>
/// <param name="First">The first pixel.</param>
/// <param name="Count">Pixels on the map.</param>
/// <param name="Divisor">What the side contributes to the divisor of the mean.</param>
internal readonly record struct PoolArea(long First, long Count, long Divisor)
{
    /// <summary>The areas of a sliding window, without dilation.</summary>
    /// <param name="size">Pixels of the map's side.</param>
    /// <param name="positions">Pixels of the output's side.</param>
    /// <param name="kernel">Pixels of the window.</param>
    /// <param name="stride">Step of the window.</param>
    /// <param name="padding">Pixels added before the first.</param>
    /// <param name="endPadding">Pixels added behind the last.</param>
    /// <param name="countPadding">Whether the padding counts in the divisor; what hangs over it in ceil mode never does.</param>
    public static PoolArea[] Sliding(long size, long positions, long kernel, long stride, long padding, long endPadding, bool countPadding)
    {
        var areas = new PoolArea[positions];
        for (var i = 0L; i < positions; i++)
        {
            var start = (i * stride) - padding;
            var (first, end) = (Math.Max(start, 0), Math.Min(start + kernel, size));
            var count = Math.Max(0, end - first);
            areas[i] = new PoolArea(first, count, countPadding ? Math.Min(start + kernel, size + endPadding) - start : count);
        }

        return areas;
    }

    /// <summary>PyTorch's areas of an adaptive pool: from floor(i * size / count) to ceil((i + 1) * size / count).</summary>
    public static PoolArea[] Adaptive(long size, long positions)
    {
        var areas = new PoolArea[positions];
        for (var i = 0L; i < positions; i++)
        {
            var first = i * size / positions;
            var count = Rounding.Ceiling((i + 1) * size, positions) - first;
            areas[i] = new PoolArea(first, count, count);
        }

        return areas;
    }
}

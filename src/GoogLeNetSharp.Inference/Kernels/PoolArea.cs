namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The area of one output position of an average pool along one axis.</summary>
/// <param name="First">First pixel.</param>
/// <param name="Count">Number of pixels on the map.</param>
/// <param name="Divisor">Factor of the divisor along this axis.</param>
internal readonly record struct PoolArea(long First, long Count, long Divisor)
{
    /// <summary>Computes the areas of a sliding window without dilation.</summary>
    /// <param name="size">Size of the map.</param>
    /// <param name="positions">Size of the output.</param>
    /// <param name="kernel">Size of the window.</param>
    /// <param name="stride">Stride of the window.</param>
    /// <param name="padding">Pixels added at the start.</param>
    /// <param name="endPadding">Pixels added at the end.</param>
    /// <param name="countPadding">Whether the divisor includes the padding; pixels beyond the padding in ceil mode are never
    /// included.</param>
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

    /// <summary>Computes PyTorch's areas of an adaptive pool: from floor(i * size / count) to ceil((i + 1) * size / count).</summary>
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

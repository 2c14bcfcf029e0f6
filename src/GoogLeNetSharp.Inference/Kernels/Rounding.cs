namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Division that rounds up.</summary>
internal static class Rounding
{
    /// <summary>How many steps cover a size.</summary>
    public static long Ceiling(long size, long step) => (size + step - 1) / step;

    /// <summary>The smallest multiple of a step that is no smaller than a size.</summary>
    public static long Up(long size, long step) => Ceiling(size, step) * step;
}

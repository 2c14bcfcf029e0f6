namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Divides and rounds up.</summary>
internal static class Rounding
{
    /// <summary>Gets the number of steps that cover a size.</summary>
    public static long Ceiling(long size, long step) => (size + step - 1) / step;

    /// <summary>Rounds a size up to a multiple of a step.</summary>
    public static long Up(long size, long step) => Ceiling(size, step) * step;
}

namespace GoogLeNetSharp.Imaging;

/// <summary>The part of an axis of a resized image that is computed.</summary>
/// <param name="Length">Length of the resized axis.</param>
/// <param name="First">First computed position.</param>
/// <param name="Count">Number of computed positions.</param>
internal readonly record struct Axis(long Length, long First, int Count)
{
    /// <summary>Creates a complete axis.</summary>
    public static Axis Whole(long length) => new(length, 0, checked((int)length));

    /// <summary>Creates the part of an axis inside a window.</summary>
    public static Axis Part(long length, long start, int size)
    {
        var first = Math.Max(start, 0);
        return new Axis(length, first, (int)(Math.Min(start + size, length) - first));
    }
}

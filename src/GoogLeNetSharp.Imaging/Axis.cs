namespace GoogLeNetSharp.Imaging;

/// <summary>What is computed of one axis of a resized image.</summary>
/// <param name="Length">Length of the whole resized axis.</param>
/// <param name="First">The first position that is computed.</param>
/// <param name="Count">How many are.</param>
internal readonly record struct Axis(long Length, long First, int Count)
{
    /// <summary>All of it.</summary>
    public static Axis Whole(long length) => new(length, 0, checked((int)length));

    /// <summary>What of a window lies within it.</summary>
    public static Axis Part(long length, long start, int size)
    {
        var first = Math.Max(start, 0);
        return new Axis(length, first, (int)(Math.Min(start + size, length) - first));
    }
}

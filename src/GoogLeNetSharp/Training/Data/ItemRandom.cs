namespace GoogLeNetSharp.Training;

/// <summary>A source of chance for one item, the same whenever and on whichever thread the item is asked for.</summary>
internal static class ItemRandom
{
    /// <summary>The stream from which an item's own content is drawn, beside the epochs' (0 and up).</summary>
    public const int Content = -1;

    // A seeded Random keeps its sequence over .NET versions. HashCode would differ from process to process: hence a mix of our own.
    public static Random For(long seed, int epoch, long index) =>
        new((int)(Mix(Mix(Mix((ulong)seed) ^ (ulong)epoch) ^ (ulong)index) >> 33));

    // The finaliser of SplitMix64.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

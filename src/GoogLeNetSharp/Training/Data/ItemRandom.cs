namespace GoogLeNetSharp.Training;

/// <summary>Creates the random generator of an item, which is the same on every call and thread.</summary>
internal static class ItemRandom
{
    /// <summary>The stream of an item's own content, besides those of the epochs (0 and up).</summary>
    public const int Content = -1;

    // A seeded Random has the same sequence in all .NET versions. HashCode differs between processes, so the seed is mixed here.
    public static Random For(long seed, int epoch, long index) =>
        new((int)(Mix(Mix(Mix((ulong)seed) ^ (ulong)epoch) ^ (ulong)index) >> 33));

    // the finalizer of SplitMix64
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

namespace GoogLeNetSharp.Graphs;

/// <summary>The image sizes that a rule accepts, in pixels a side, as error messages and documentation give them.</summary>
/// <param name="Smallest">The smallest side.</param>
/// <param name="Largest">The largest side, or null where there is none.</param>
internal readonly record struct SizeRange(long Smallest, long? Largest)
{
    /// <summary>Above any side that a network with a fixed last layer asks for: a search up to here finds what there is.</summary>
    public const long LargestSearched = 2048;

    // Far above any image: a rule that still accepts this side has no upper bound.
    private const long Unbounded = 1 << 20;

    /// <summary>Whether both sides of an image are within the range.</summary>
    public bool Contains(long height, long width) =>
        height >= Smallest && width >= Smallest && (Largest is not { } largest || (height <= largest && width <= largest));

    /// <summary>Searches for the accepted sides.</summary>
    /// <param name="accepts">Whether a side is accepted.</param>
    /// <param name="limit">The largest side tried as the smallest of the range.</param>
    /// <returns>The range, or null where no side up to the limit is accepted.</returns>
    public static SizeRange? Find(Func<long, bool> accepts, long limit = LargestSearched)
    {
        for (var smallest = 1L; smallest <= limit; smallest++)
        {
            if (!accepts(smallest)) continue;
            if (accepts(Unbounded)) return new SizeRange(smallest, null);
            var largest = smallest;
            while (accepts(largest + 1)) largest++;
            return new SizeRange(smallest, largest);
        }

        return null;
    }
}

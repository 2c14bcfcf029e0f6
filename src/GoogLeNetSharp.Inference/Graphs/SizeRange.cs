namespace GoogLeNetSharp.Graphs;

/// <summary>A range of accepted image sizes, in pixels a side.</summary>
/// <param name="Smallest">The smallest side.</param>
/// <param name="Largest">The largest side, or null if there is no limit.</param>
internal readonly record struct SizeRange(long Smallest, long? Largest)
{
    /// <summary>Upper limit of searches, larger than the image size of any network with a fixed last layer.</summary>
    public const long LargestSearched = 2048;

    // far larger than any image: if this side is accepted, there is no upper limit
    private const long Unbounded = 1 << 20;

    /// <summary>Whether both sides of an image are in the range.</summary>
    public bool Contains(long height, long width) =>
        height >= Smallest && width >= Smallest && (Largest is not { } largest || (height <= largest && width <= largest));

    /// <summary>Searches for the range of accepted sides.</summary>
    /// <param name="accepts">Whether a side is accepted.</param>
    /// <param name="limit">The largest side to try as the start of the range.</param>
    /// <returns>The range, or null if no side up to the limit is accepted.</returns>
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

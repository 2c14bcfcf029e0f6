namespace GoogLeNetSharp.Graphs;

/// <summary>The image sizes that a rule accepts, as error messages and documentation give them.</summary>
internal static class SizeRange
{
    // Far above any image: a rule that still accepts this side has no upper bound.
    private const long Unbounded = 1 << 20;

    /// <summary>The smallest accepted side, and the largest where there is one.</summary>
    public static (long Smallest, long? Largest) Of(Func<long, bool> accepts)
    {
        var smallest = 1L;
        while (!accepts(smallest)) smallest++;
        if (accepts(Unbounded)) return (smallest, null);
        var largest = smallest;
        while (accepts(largest + 1)) largest++;
        return (smallest, largest);
    }
}

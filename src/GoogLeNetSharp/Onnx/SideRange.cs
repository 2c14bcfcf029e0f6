namespace GoogLeNetSharp.Onnx;

/// <summary>The heights, or widths, of images that a file takes, in pixels.</summary>
/// <param name="Smallest">The smallest.</param>
/// <param name="Largest">The largest, or null where there is none.</param>
internal readonly record struct SideRange(long Smallest, long? Largest)
{
    /// <summary>Whether the file leaves the side open and the network does not take all: one size is checked by the runtime, against the input's shape.</summary>
    public bool NeedsGuard => Smallest != Largest && (Smallest > 1 || Largest is not null);

    /// <summary>The range as part of a name: <c>15_or_more</c>, <c>193_to_224</c>, <c>32</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Smallest}{(Largest == Smallest ? "" : Largest is { } largest ? $"_to_{largest}" : "_or_more")}");
}

namespace GoogLeNetSharp.Inspection;

/// <summary>How <see cref="ModelSummary.ToSvg(SummarySvgOptions)"/> draws a network.</summary>
public sealed record SummarySvgOptions
{
    private const double Slide = 16.0 / 9;
    private const double Page = 0.7;        // the text of an A4 page

    /// <summary>Makes the usual settings: from top to bottom, for a page, every step drawn.</summary>
    public SummarySvgOptions()
    {
    }

    /// <summary>Which way the network runs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to no value of the enumeration.</exception>
    public SvgOrientation Orientation
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Orientation), value, "Orientation: must be Vertical or Horizontal.");
    }

    /// <summary>Whether equal steps in a row (same layers, same shapes) become one with their number.</summary>
    public bool CollapseRepeats { get; init; }

    /// <summary>
    /// Width over height of the place that the drawing is for, above 0: it is broken into as many lines as make its text largest there.
    /// Null for a slide of 16 to 9 where it runs from left to right and for a page of 0.7 where it runs from top to bottom; infinite for
    /// one line from left to right, 0 for one from top to bottom.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0 or to not a number.</exception>
    public double? AspectRatio
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(AspectRatio), value, "AspectRatio: must be 0 or more, or null for a slide or page.");
    }

    internal bool IsHorizontal => Orientation == SvgOrientation.Horizontal;

    internal double ActualAspectRatio => AspectRatio ?? (IsHorizontal ? Slide : Page);
}

namespace GoogLeNetSharp.Inspection;

/// <summary>Options for <see cref="ModelSummary.ToSvg(SummarySvgOptions)"/>.</summary>
public sealed record SummarySvgOptions
{
    private const double Slide = 16.0 / 9;
    private const double Page = 0.7;        // the text area of an A4 page

    /// <summary>Initializes the default settings: from top to bottom, for a page, with every step.</summary>
    public SummarySvgOptions()
    {
    }

    /// <summary>Direction of the network.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public SvgOrientation Orientation
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Orientation), value, "Orientation: must be Vertical or Horizontal.");
    }

    /// <summary>Whether to merge consecutive equal steps (same layers and shapes) into one with a count.</summary>
    public bool CollapseRepeats { get; init; }

    /// <summary>
    /// Aspect ratio (width over height) of the target area, 0 or more. The drawing is broken into as many lines as give the largest text.
    /// Null for 16:9 from left to right and 0.7 from top to bottom; infinity for one line from left to right, 0 for one line from top to
    /// bottom.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double? AspectRatio
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(AspectRatio), value, "AspectRatio: must be 0 or more, or null for a slide or page.");
    }

    internal bool IsHorizontal => Orientation == SvgOrientation.Horizontal;

    internal double ActualAspectRatio => AspectRatio ?? (IsHorizontal ? Slide : Page);
}

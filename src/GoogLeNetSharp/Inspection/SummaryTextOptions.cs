namespace GoogLeNetSharp.Inspection;

/// <summary>What the text of a <see cref="ModelSummary"/> shows.</summary>
public sealed record SummaryTextOptions
{
    /// <summary>A <see cref="Width"/> that never shortens a line.</summary>
    public const int Unlimited = int.MaxValue;

    private const int SmallestWidth = 40;

    /// <summary>
    /// Deepest level of modules shown, 0 or more; null for all. A module at that level shows the cost of all below it, so that columns add
    /// up to the totals at every depth.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0.</exception>
    public int? MaxDepth
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(MaxDepth), value, "MaxDepth: must be 0 or more, or null for all.");
    }

    /// <summary>
    /// The columns of the layer table, in order; null for layer, type, input, output, kernel, parameters and multiply-adds, and calls where
    /// a module is called more than once.
    /// </summary>
    /// <exception cref="ArgumentException">Set to none.</exception>
    public IReadOnlyList<SummaryColumn>? Columns
    {
        get;
        init => field = value switch
        {
            null => null,
            { Count: > 0 } => new ReadableList<SummaryColumn>(value),
            _ => throw new ArgumentException("Columns: expected one column or more, or null for the usual ones.", nameof(Columns)),
        };
    }

    /// <summary>
    /// Most characters in a line, 40 or more: wider tables lose the input, receptive field, kernel and type columns, and say so, then
    /// text is shortened. Null for the terminal's width, or <see cref="Unlimited"/> where
    /// the output is not a terminal. Columns asked for with <see cref="Columns"/> are not dropped.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 40.</exception>
    public int? Width
    {
        get;
        init => field = value is null or >= SmallestWidth ? value : throw new ArgumentOutOfRangeException(
            nameof(Width), value, "Width: must be 40 or more, or null for the terminal's.");
    }

    /// <summary>Which parts to show, in the order of the enumeration.</summary>
    public SummaryParts Parts { get; init; } = SummaryParts.Layers | SummaryParts.Totals | SummaryParts.Warnings;

    /// <summary>The width that holds.</summary>
    internal int ActualWidth()
    {
        if (Width is { } width) return width;
        if (Console.IsOutputRedirected) return Unlimited;
        try
        {
            return Console.WindowWidth > 0 ? Math.Max(Console.WindowWidth, SmallestWidth) : Unlimited;
        }
        catch (IOException)     // a console without a window
        {
            return Unlimited;
        }
    }
}

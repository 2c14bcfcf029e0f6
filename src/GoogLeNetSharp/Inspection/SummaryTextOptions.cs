namespace GoogLeNetSharp.Inspection;

/// <summary>Options for the text of a <see cref="ModelSummary"/>.</summary>
public sealed record SummaryTextOptions
{
    /// <summary>A <see cref="Width"/> without limit.</summary>
    public const int Unlimited = int.MaxValue;

    private const int SmallestWidth = 40;

    /// <summary>
    /// Maximum depth of the modules shown, 0 or more; null for all. Modules at that depth show the cost of all descendants, so that columns
    /// add up to the totals.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? MaxDepth
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(MaxDepth), value, "MaxDepth: must be 0 or more, or null for all.");
    }

    /// <summary>
    /// The columns of the layer table, in order; null for layer, type, input, output, kernel, parameters and multiply-adds, and calls if a
    /// module is called more than once.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
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
    /// Maximum number of characters per line, 40 or more. Wider tables drop the input, receptive field, kernel and type columns (with a
    /// note), then shorten text. Null for the terminal's width, or <see cref="Unlimited"/> if the output is not a terminal. Columns set in
    /// <see cref="Columns"/> are not dropped.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 40.</exception>
    public int? Width
    {
        get;
        init => field = value is null or >= SmallestWidth ? value : throw new ArgumentOutOfRangeException(
            nameof(Width), value, "Width: must be 40 or more, or null for the terminal's.");
    }

    /// <summary>Parts to show, in the order of the enumeration.</summary>
    public SummaryParts Parts { get; init; } = SummaryParts.Layers | SummaryParts.Totals | SummaryParts.Warnings;

    /// <summary>The effective width.</summary>
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

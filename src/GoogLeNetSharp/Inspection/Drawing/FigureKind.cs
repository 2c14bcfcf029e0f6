namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Kind of a box, which determines its color. The HTML page overrides the colors by CSS class in dark mode.</summary>
internal sealed record FigureKind(string Class, string Fill, string Stroke, string Legend)
{
    public static FigureKind Conv { get; } = new("k-conv", "#dbe8fd", "#7ea6e8", "convolution");

    public static FigureKind Pool { get; } = new("k-pool", "#dff3e4", "#7cbf8f", "pool");

    public static FigureKind Linear { get; } = new("k-fc", "#fdeccf", "#dfae54", "linear");

    public static FigureKind Head { get; } = new("k-head", "#f7dfe6", "#d9869d", "auxiliary head");

    public static FigureKind Other { get; } = new("k-other", "#e9ebf0", "#a6afbf", "");

    public static FigureKind Group { get; } = new("k-group", "#f1f5fc", "#c6cfdd", "");

    /// <summary>Gets the kind of a layer or block from its type.</summary>
    public static FigureKind Of(SummaryRow row) => row switch
    {
        { AuxiliaryTap: not null } => Head,
        _ when row.TypeName.Contains("Conv", StringComparison.Ordinal) => Conv,
        _ when row.TypeName.Contains("Pool", StringComparison.Ordinal) => Pool,
        _ when row.TypeName.Contains("Linear", StringComparison.Ordinal) => Linear,
        _ => Other,
    };
}

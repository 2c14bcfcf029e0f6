namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>Format of a summary.</summary>
internal enum SummaryFormat
{
    /// <summary>Aligned text.</summary>
    Text,

    /// <summary>Markdown tables.</summary>
    Markdown,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>One HTML page.</summary>
    Html,

    /// <summary>A drawing.</summary>
    Svg,
}

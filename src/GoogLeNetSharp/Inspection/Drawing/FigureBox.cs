namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>A box with text.</summary>
/// <param name="Row">The row that it stands for, or null for what is no module.</param>
/// <param name="Name">The name.</param>
/// <param name="Text">What it does.</param>
/// <param name="Shape">Its output without batch, or empty.</param>
/// <param name="Kind">Its colour.</param>
internal sealed record FigureBox(SummaryRow? Row, string Name, string Text, string Shape, FigureKind Kind)
{
    /// <summary>What equal boxes have in common: all but the name.</summary>
    public string Form => $"{Text}|{Shape}|{Kind}|{SummaryFormat.Shape(Row?.InputShape)}";
}

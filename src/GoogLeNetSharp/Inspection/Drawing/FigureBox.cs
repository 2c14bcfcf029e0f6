namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>A box of the drawing.</summary>
/// <param name="Row">Row of the module, or null if the box is not a module.</param>
/// <param name="Name">Name.</param>
/// <param name="Text">Description of the operation.</param>
/// <param name="Shape">Output shape without the batch axis, or empty.</param>
/// <param name="Kind">Kind, which determines the color.</param>
internal sealed record FigureBox(SummaryRow? Row, string Name, string Text, string Shape, FigureKind Kind)
{
    /// <summary>Key that is the same for equal boxes: everything but the name.</summary>
    public string Form => $"{Text}|{Shape}|{Kind}|{SummaryFormat.Shape(Row?.InputShape)}";
}

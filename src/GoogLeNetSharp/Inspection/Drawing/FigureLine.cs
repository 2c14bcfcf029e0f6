namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>A line of the drawing: a range of items.</summary>
/// <param name="First">Index of the first item.</param>
/// <param name="End">Index after the last item.</param>
/// <param name="Along">Length of the line.</param>
/// <param name="Before">Space across, before the axis of the items.</param>
/// <param name="After">Space across, after the axis.</param>
internal sealed record FigureLine(int First, int End, double Along, double Before, double After);

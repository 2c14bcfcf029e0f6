namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>A line of the drawing: items from one place to another.</summary>
/// <param name="First">The first item's place.</param>
/// <param name="End">The place after the last.</param>
/// <param name="Along">Length of the line.</param>
/// <param name="Before">Room across before the axis on which the items stand.</param>
/// <param name="After">Room across behind it.</param>
internal sealed record FigureLine(int First, int End, double Along, double Before, double After);

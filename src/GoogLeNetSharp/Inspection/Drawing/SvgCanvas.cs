using System.Globalization;
using System.Net;
using System.Text;

namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Writes shapes and texts as SVG. Each element has its own color attributes, so that drawing programs, browsers and pages show
/// the same. Coordinates are along and across the direction of the network.</summary>
internal sealed class SvgCanvas(bool horizontal)
{
    private const string Ink = "#1c2330";
    private const string Soft = "#5b6577";
    private const double Tip = 6;

    private readonly StringBuilder _svg = new();

    /// <summary>The elements written so far.</summary>
    public string Text => _svg.ToString();

    /// <summary>Writes raw markup.</summary>
    public void Raw(string markup) => _svg.Append(markup);

    /// <summary>Draws a rectangle with rounded corners.</summary>
    public void Rect(double along, double across, double length, double breadth, FigureKind kind, double radius)
    {
        var (x, y) = At(along, across);
        var (width, height) = At(length, breadth);
        _svg.Append("<rect class=\"").Append(kind.Class).Append(Invariant(
            $"\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{radius:0.#}\" fill=\"{kind.Fill}\" ",
            $"stroke=\"{kind.Stroke}\"/>\n"));
    }

    /// <summary>Draws a circle.</summary>
    public void Circle(double along, double across, double radius, FigureKind kind)
    {
        var (x, y) = At(along, across);
        _svg.Append(
            Invariant(
                $"<circle class=\"{kind.Class}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" fill=\"{kind.Fill}\" ",
                $"stroke=\"{kind.Stroke}\"/>\n"));
    }

    /// <summary>Draws a polyline, optionally with an arrow head.</summary>
    public void Line(bool arrow, bool dashed, params ReadOnlySpan<(double Along, double Across)> points)
    {
        _svg.Append("<path class=\"edge\" fill=\"none\" stroke=\"").Append(Soft).Append("\" stroke-width=\"1.3\"");
        if (dashed) _svg.Append(" stroke-dasharray=\"5 4\"");
        _svg.Append(" d=\"");
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = At(points[i].Along, points[i].Across);
            _svg.Append(Invariant($"{(i == 0 ? 'M' : 'L')}{x:0.#} {y:0.#}"));
        }

        _svg.Append("\"/>\n");
        if (arrow && points.Length > 1) Head(At(points[^2].Along, points[^2].Across), At(points[^1].Along, points[^1].Across));
    }

    /// <summary>Writes a line of text centered on a point; bold text is dark, other text is lighter.</summary>
    public void Write(string text, double x, double y, double size, bool bold = false, string anchor = "middle", bool upright = true)
    {
        var turn = upright ? "" : Invariant($" transform=\"rotate(-90 {x:0.#} {y:0.#})\"");
        var kind = bold ? $"class=\"name\" font-weight=\"600\" fill=\"{Ink}\"" : $"class=\"small\" fill=\"{Soft}\"";
        _svg.Append(
            Invariant($"<text {kind} x=\"{x:0.#}\" y=\"{y + (0.36 * size):0.#}\" font-size=\"{size:0.#}\" text-anchor=\"{anchor}\"{turn}>"))
            .Append(WebUtility.HtmlEncode(text)).Append("</text>\n");
    }

    /// <summary>Converts to screen coordinates.</summary>
    public (double X, double Y) At(double along, double across) => horizontal ? (along, across) : (across, along);

    private void Head((double X, double Y) from, (double X, double Y) to)
    {
        var length = Math.Max(1e-6, Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2)));
        var (x, y) = ((to.X - from.X) / length * Tip, (to.Y - from.Y) / length * Tip);
        _svg.Append(Invariant(
            $"<path class=\"tip\" fill=\"{Soft}\" d=\"M{to.X:0.#} {to.Y:0.#}L{to.X - x - (y / 2):0.#} ",
            $"{to.Y - y + (x / 2):0.#}L{to.X - x + (y / 2):0.#} {to.Y - y - (x / 2):0.#}z\"/>\n"));
    }

    private static string Invariant(params FormattableString[] parts) =>
        string.Concat(parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));
}

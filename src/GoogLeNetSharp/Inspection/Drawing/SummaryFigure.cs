using System.Globalization;
using System.Net;

namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Draws a network as SVG.</summary>
internal sealed class SummaryFigure
{
    private const double LegendHeight = 26;

    private readonly ModelSummary _summary;
    private readonly FigureMeasure _measure;
    private readonly SvgCanvas _canvas;
    private readonly IReadOnlyList<FigureItem> _items;
    private readonly FigureLines _lines;
    private readonly double _aspectRatio;
    private readonly bool _isPage;

    private SummaryFigure(ModelSummary summary, SummarySvgOptions options, bool isPage)
    {
        _summary = summary;
        _measure = new FigureMeasure(options.IsHorizontal);
        _canvas = new SvgCanvas(options.IsHorizontal);
        _items = FigureBuilder.Items(summary, options.CollapseRepeats);
        _lines = new FigureLines(_items, _measure);
        _aspectRatio = options.ActualAspectRatio;
        _isPage = isPage;
    }

    /// <summary>Draws the network for a file, on a white background.</summary>
    public static string Write(ModelSummary summary, SummarySvgOptions options) =>
        new SummaryFigure(summary, options, isPage: false).Write();

    /// <summary>Draws the network for the HTML page, from top to bottom without line breaks, with selectable boxes.</summary>
    public static string WriteForPage(ModelSummary summary) =>
        new SummaryFigure(summary, new SummarySvgOptions { AspectRatio = 0 }, isPage: true).Write();

    private string Write()
    {
        var lines = _lines.Break(_aspectRatio);
        var (along, across) = FigureLines.Size(lines);
        var starts = new double[_items.Count];
        var axes = new double[_items.Count];
        var axis = FigureLines.Margin;
        foreach (var line in lines)
        {
            axis += line.Before;
            var place = FigureLines.Margin;
            for (var i = line.First; i < line.End; i++)
            {
                var room = _measure.WithHeads(_items[i]);
                (starts[i], axes[i]) = (place + ((room - _measure.Item(_items[i]).Along) / 2), axis);
                place += room + FigureLines.Gap;
            }

            axis += line.After + FigureLines.LineGap;
        }

        for (var i = 1; i < _items.Count; i++) Connect(i, lines, starts, axes);
        var drawer = new FigureItemDrawer(_canvas, _measure, _isPage);
        for (var i = 0; i < _items.Count; i++) drawer.Draw(_items[i], starts[i], axes[i]);
        var (width, height) = _canvas.At(along, across);
        var legend = Legend(height - FigureLines.Margin + 18);
        height += legend.Height;
        width = Math.Max(width, legend.Width);
        return Frame(Math.Ceiling(width), Math.Ceiling(height));
    }

    private string Frame(double width, double height)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"");
        var ground = _isPage ? "" : string.Create(CultureInfo.InvariantCulture,
            $"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        var role = _isPage ? "group" : "img";
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" {size} role="{role}"
              aria-label="{WebUtility.HtmlEncode(_summary.ModelType)}, drawn as a diagram"
              font-family="'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif">
            {ground}{_canvas.Text}</svg>

            """.ReplaceLineEndings("\n");
    }

    private void Connect(int to, IReadOnlyList<FigureLine> lines, double[] starts, double[] axes)
    {
        foreach (var from in _items[to].Inputs)
        {
            var start = starts[from] + _measure.Item(_items[from]).Along;
            if (from != to - 1)
            {
                var lane = axes[to] - _lines.LaneOf((from, to));
                var (leave, arrive) = (start + 6, starts[to] + (_measure.Item(_items[to]).Along / 2));
                var edge = axes[to] - (_measure.Item(_items[to]).Across / 2);
                _canvas.Line(arrow: true, dashed: false, (leave, axes[from]), (leave, lane), (arrive, lane), (arrive, edge));
                if (!_items[from + 1].Inputs.Contains(from))
                {
                    _canvas.Line(arrow: false, dashed: false, (start, axes[from]), (leave, axes[from]));
                }
            }
            else if (axes[from] == axes[to])
            {
                _canvas.Line(arrow: true, dashed: false, (start, axes[from]), (starts[to], axes[to]));
            }
            else
            {
                var line = lines.First(candidate => candidate.First == to);
                var between = axes[to] - line.Before - (FigureLines.LineGap / 2);
                _canvas.Line(
                    arrow: true, dashed: false, (start, axes[from]), (start + 9, axes[from]), (start + 9, between),
                    (FigureLines.Margin - 11, between), (FigureLines.Margin - 11, axes[to]), (starts[to], axes[to]));
            }
        }
    }

    // legend of the colors in the drawing
    private (double Width, double Height) Legend(double y)
    {
        var kinds = _items.SelectMany(item => (item.Branches ?? []).SelectMany(branch => branch).Concat(item.Heads).Append(item.Box))
            .Select(box => box.Kind).Distinct().Where(kind => kind.Legend.Length > 0).ToArray();
        if (kinds.Length == 0) return (0, 0);
        var x = FigureLines.Margin;
        foreach (var kind in kinds)
        {
            var (along, across) = _canvas.At(x, y);
            var (length, breadth) = (12.0, 12.0);
            _canvas.Rect(along, across, length, breadth, kind, 3);
            _canvas.Write(kind.Legend, x + 18, y + 6, FigureMeasure.TextSize, anchor: "start");
            x += 18 + FigureMeasure.TextWidth(kind.Legend) + 14;
        }

        return (x + FigureLines.Margin - 14, LegendHeight);
    }
}

using System.Net;

namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Draws one item.</summary>
internal sealed class FigureItemDrawer(SvgCanvas canvas, FigureMeasure measure, bool isPage)
{
    /// <summary>Draws an item at a position along the axis, centered on it.</summary>
    public void Draw(FigureItem item, double along, double axis)
    {
        var (length, breadth) = measure.Item(item);
        var across = axis - (breadth / 2);
        if (item.Times > 1) canvas.Rect(along + 5, across + 5, length, breadth, item.Box.Kind, 7);
        if (item.IsJoin) Join(item, along + (length / 2), axis, length, breadth);
        else if (item.Branches is null) Box(item.Box, along, across, length, breadth);
        else Group(item, along, across, length, breadth);
        Heads(item, along + (length / 2), across + breadth);
    }

    private void Box(FigureBox box, double along, double across, double length, double breadth)
    {
        Open(box);
        canvas.Rect(along, across, length, breadth, box.Kind, 7);
        var lines = FigureMeasure.Lines(box);
        var (x, y) = canvas.At(along + (length / 2), across + (breadth / 2));
        var top = y - (lines.Sum(line => line.Size + 4) / 2);
        foreach (var (text, size) in lines)
        {
            canvas.Write(text, x, top + ((size + 4) / 2), size, bold: size == FigureMeasure.NameSize);
            top += size + 4;
        }

        canvas.Raw("</g>\n");
    }

    private void Group(FigureItem item, double along, double across, double length, double breadth)
    {
        Open(item.Box);
        canvas.Rect(along, across, length, breadth, FigureKind.Group, 9);
        var (x, y) = canvas.At(along, across);
        var width = canvas.At(length, breadth).X;
        canvas.Write(item.Box.Name, x + FigureMeasure.Pad, y + 13, FigureMeasure.NameSize, bold: true, anchor: "start");
        canvas.Write(item.Box.Shape, x + width - FigureMeasure.Pad, y + 13, FigureMeasure.TextSize, anchor: "end");
        canvas.Raw("</g>\n");

        var title = FigureMeasure.TitleHeight;
        var axis = across + (breadth / 2);
        var sizes = measure.StepAlong(item);
        var widths = measure.BranchAcross(item);
        var body = widths.Sum() + (FigureMeasure.BranchGap * (widths.Length - 1));
        var first = measure.IsHorizontal ? across + title + FigureMeasure.Pad : axis - (body / 2);
        var begin = along + (measure.IsHorizontal ? 0 : title);
        var rail = begin + FigureMeasure.Pad;
        var steps = rail + FigureMeasure.StepGap;
        var join = along + length - FigureMeasure.Pad - FigureMeasure.JoinSize;
        double[] centres =
            [.. widths.Select((width, i) => first + widths.Take(i).Sum(other => other + FigureMeasure.BranchGap) + (width / 2))];

        // keeps arrows from crossing the title
        if (measure.IsHorizontal) canvas.Line(arrow: false, dashed: false, (along, axis), (rail, axis));
        else canvas.Line(arrow: false, dashed: false, (begin - 2, axis), (rail, axis));
        canvas.Line(arrow: false, dashed: false, (rail, Math.Min(axis, centres[0])), (rail, Math.Max(axis, centres[^1])));
        for (var i = 0; i < centres.Length; i++)
        {
            Branch(item.Branches![i], centres[i], rail, steps, sizes, item.Adds ? join + (FigureMeasure.JoinSize / 2) : join, item.Adds);
        }
        if (item.Adds) Sum(centres, join, axis);
        else Concat(item, first, body, join);
        canvas.Line(arrow: false, dashed: false, (join + FigureMeasure.JoinSize, axis), (along + length, axis));
    }

    private void Branch(IReadOnlyList<FigureBox> branch, double centre, double rail, double steps, double[] sizes, double join, bool adds)
    {
        var end = rail;
        for (var i = 0; i < branch.Count; i++)
        {
            var (length, breadth) = measure.Step(branch[i]);
            var place = steps + sizes.Take(i).Sum(size => size + FigureMeasure.StepGap) + ((sizes[i] - length) / 2);
            canvas.Line(arrow: true, dashed: false, (end, centre), (place, centre));
            Open(branch[i]);
            canvas.Rect(place, centre - (breadth / 2), length, breadth, branch[i].Kind, 5);
            var (x, y) = canvas.At(place + (length / 2), centre);
            canvas.Write(branch[i].Text, x, y, FigureMeasure.TextSize, bold: false);
            canvas.Raw("</g>\n");
            end = place + length;
        }

        canvas.Line(arrow: !adds, dashed: false, (end, centre), (join, centre));
    }

    private void Sum(double[] centres, double join, double axis)
    {
        const double Radius = FigureMeasure.JoinSize / 2;
        var middle = join + Radius;
        foreach (var centre in centres)
        {
            if (Math.Abs(centre - axis) > Radius)
                canvas.Line(arrow: true, dashed: false, (middle, centre), (middle, axis + (Math.Sign(centre - axis) * Radius)));
        }

        canvas.Circle(middle, axis, Radius, FigureKind.Other);
        var (x, y) = canvas.At(middle, axis);
        canvas.Write("+", x, y, FigureMeasure.NameSize, bold: true);
    }

    private void Concat(FigureItem item, double first, double body, double join)
    {
        canvas.Rect(join, first, FigureMeasure.JoinSize, body, FigureKind.Other, 4);
        var (x, y) = canvas.At(join + (FigureMeasure.JoinSize / 2), first + (body / 2));
        var text = FigureMeasure.TextWidth(item.JoinText) <= body ? item.JoinText : "concat";
        canvas.Write(text, x, y, FigureMeasure.TextSize, upright: !measure.IsHorizontal);
    }

    private void Join(FigureItem item, double along, double axis, double length, double breadth)
    {
        if (item.Adds) canvas.Circle(along, axis, FigureMeasure.JoinSize / 2, FigureKind.Other);
        else canvas.Rect(along - (length / 2), axis - (breadth / 2), length, breadth, FigureKind.Other, 5);
        var (x, y) = canvas.At(along, axis);
        canvas.Write(item.Box.Text, x, y, FigureMeasure.NameSize, bold: true);
    }

    private void Heads(FigureItem item, double along, double across)
    {
        foreach (var head in item.Heads)
        {
            var (width, height) = FigureMeasure.Box(head);
            var (length, breadth) = measure.IsHorizontal ? (width, height) : (height, width);
            canvas.Line(arrow: true, dashed: head.Row!.TimesCalled == 0, (along, across), (along, across + FigureMeasure.HeadGap));
            across += FigureMeasure.HeadGap;
            Box(head, along - (length / 2), across, length, breadth);
            across += breadth;
        }
    }

    private void Open(FigureBox box)
    {
        if (box.Row is not { } row)
        {
            canvas.Raw("<g>");
            return;
        }

        var place = row.Path.Length > 0 ? row.Path : row.Name;
        var cost =
            $"{SummaryFormat.Number(row.Subtree.Parameters)} parameters, {SummaryFormat.Number(row.Subtree.MultiplyAdds)} multiply-adds";
        var text = WebUtility.HtmlEncode($"{place}: {SummaryTables.Describe(row)}, {SummaryFormat.Shape(row.OutputShape)}, {cost}");
        var chosen = isPage
            ? $" class=\"node\" data-path=\"{WebUtility.HtmlEncode(row.Path)}\" tabindex=\"0\" role=\"button\" aria-label=\"{text}\"" : "";
        canvas.Raw($"<g{chosen}><title>{text}</title>\n");
    }
}

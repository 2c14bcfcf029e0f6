using System.Text;

namespace GoogLeNetSharp.Inspection;

/// <summary>Writes plain text with aligned columns and a maximum line width.</summary>
internal sealed class PlainTextWriter(int width) : SummaryWriter
{
    private const string Gap = "  ";
    private const string Cut = "...";
    private const int SmallestColumn = 12;

    private readonly StringBuilder _text = new();

    public override string Text => _text.ToString().TrimEnd('\n') + "\n";

    public override void Heading(int level, string text)
    {
        Line(text);
        if (level == 1) _text.Append('\n');
    }

    public override void Paragraph(string text)
    {
        Line(text);
        _text.Append('\n');
    }

    public override void Facts(IReadOnlyList<(string Label, string Value, string Detail)> facts)
    {
        var labels = facts.Max(fact => fact.Label.Length);
        foreach (var (label, value, detail) in facts) Line($"{label.PadRight(labels)}{Gap}{value} ({detail})", indent: labels + Gap.Length);
        _text.Append('\n');
    }

    public override void List(IReadOnlyList<string> items)
    {
        foreach (var item in items) Line("- " + item, indent: 2);
        _text.Append('\n');
    }

    public override void Table(SummaryTable table)
    {
        var widths = table.Headers.Select((header, column) => table.Rows.Select(row => row[column].Length).Append(header.Length).Max())
            .ToArray();
        var columns = Enumerable.Range(0, widths.Length).ToList();
        if (table.MayStack && Total() > width)
        {
            foreach (var column in columns)
            {
                Line($"{table.Headers[column]}: {string.Join(", ", table.Rows.Select(row => row[column]).Where(cell => cell.Length > 0))}",
                    indent: 2);
            }

            _text.Append('\n');
            return;
        }

        var dropped = Drop(table.DropFirst).ToList();
        Shrink(0);
        dropped.AddRange(Drop(table.DropLast));
        foreach (var column in columns.OrderBy(column => table.RightAligned[column]).ThenByDescending(column => widths[column]))
        {
            Shrink(column);
        }
        if (Total() > width) Array.Fill(widths, Math.Max(Cut.Length, (width + Gap.Length) / columns.Count - Gap.Length));

        Row(table.Headers);
        Line(new string('-', Math.Min(Total(), width)));
        foreach (var row in table.Rows) Row(row);
        if (dropped.Count > 0) Line($"Left out for the width: {string.Join(", ", dropped.Select(column => table.Headers[column]))}.");
        _text.Append('\n');

        int Total() => columns.Sum(column => widths[column]) + (Gap.Length * (columns.Count - 1));

        int[] Drop(IReadOnlyList<int> order) => [.. order.TakeWhile(column => Total() > width && columns.Remove(column))];

        void Shrink(int column) => widths[column] -= Math.Clamp(Total() - width, 0, Math.Max(0, widths[column] - SmallestColumn));

        void Row(IReadOnlyList<string> cells) => _text.Append(string.Join(Gap, columns.Select(column =>
        {
            var cell = cells[column].Length <= widths[column] ? cells[column] : cells[column][..(widths[column] - Cut.Length)] + Cut;
            return table.RightAligned[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
        })).TrimEnd()).Append('\n');
    }

    private void Line(string text, int indent = 0)
    {
        while (text.Length > width && text.LastIndexOf(' ', width, width - indent) is var space and > 0)
        {
            _text.Append(text[..space]).Append('\n');
            text = new string(' ', indent) + text[(space + 1)..];
        }

        _text.Append(text).Append('\n');
    }
}

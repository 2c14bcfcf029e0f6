using System.Text;

namespace GoogLeNetSharp.Inspection;

/// <summary>Plain text with aligned columns, no line longer than a width.</summary>
internal sealed class PlainTextWriter(int width) : SummaryWriter
{
    private const string Gap = "  ";
    private const string Cut = "...";
    private const int SmallestColumn = 8;

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
        var widths = table.Headers.Select((header, column) => table.Rows.Select(row => row[column].Length).Append(header.Length).Max()).ToArray();
        var columns = Enumerable.Range(0, widths.Length).ToList();
        var dropped = table.DropOrder.TakeWhile(column => Total() > width && columns.Remove(column)).ToArray();
        while (Total() > width && columns.Max(column => widths[column]) > SmallestColumn) Shrink();

        Row(table.Headers);
        Line(new string('-', Math.Min(Total(), width)));
        foreach (var row in table.Rows) Row(row);
        if (dropped.Length > 0) Line($"Left out for the width: {string.Join(", ", dropped.Select(column => table.Headers[column]))}.");
        _text.Append('\n');

        int Total() => columns.Sum(column => widths[column]) + (Gap.Length * (columns.Count - 1));

        // The widest column of text gives way; numbers stay whole as long as there is one.
        void Shrink()
        {
            var narrowed = columns.OrderBy(column => table.RightAligned[column] || widths[column] <= SmallestColumn).ThenByDescending(column => widths[column]).First();
            widths[narrowed] = Math.Max(SmallestColumn, widths[narrowed] - (Total() - width));
        }

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

using System.Text;

namespace GoogLeNetSharp.Inspection;

/// <summary>Writes Markdown with pipe tables.</summary>
internal sealed class MarkdownWriter : SummaryWriter
{
    private readonly StringBuilder _text = new();

    public override string Text => _text.ToString().TrimEnd('\n') + "\n";

    public override void Heading(int level, string text) => _text.Append('#', level).Append(' ').Append(text).Append("\n\n");

    public override void Paragraph(string text) => _text.Append(text).Append("\n\n");

    public override void Facts(IReadOnlyList<(string Label, string Value, string Detail)> facts) => Table(new SummaryTable(
        ["Total", "Value", "Of which"], [.. facts.Select(fact => new[] { fact.Label, fact.Value, fact.Detail })],
        [false, true, false], [], []));

    public override void List(IReadOnlyList<string> items)
    {
        foreach (var item in items) _text.Append("- ").Append(item).Append('\n');
        _text.Append('\n');
    }

    public override void Table(SummaryTable table)
    {
        Row(table.Headers);
        Row([.. table.RightAligned.Select(right => right ? "---:" : "---")]);
        foreach (var row in table.Rows) Row(row);
        _text.Append('\n');
    }

    private void Row(IReadOnlyList<string> cells) =>
        _text.Append("| ").Append(string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))))
            .Append(" |\n");
}

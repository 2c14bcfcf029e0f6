using System.Globalization;
using System.Text;

namespace GoogLeNetSharp.Inspection;

/// <summary>Writes a summary as a self-contained HTML page.</summary>
internal static class SummaryPage
{
    /// <summary>Writes the page.</summary>
    public static string Write(ModelSummary summary)
    {
        var title = $"{summary.ModelType} on {SummaryFormat.Shape(summary.InputShape)}";
        return HtmlPage.Write(title, SummaryPageStyle.Text, $"""
            <header>
            <h1>{Encode(summary.ModelType)}</h1>
            <p>{Encode($"{SummaryFormat.Shape(summary.InputShape)}, {summary.InputType}, {summary.Device}")}</p>
            </header>
            <main>
            {HtmlPage.Cards(SummaryDocument.TotalFacts(summary))}
            {Warnings(summary)}
            {SummaryPageNetwork.Write(summary)}
            <div class="side">
            {Bars(summary)}
            {Savings(summary)}
            {Layers(summary)}
            </div>
            </main>
            <script>
            {SummaryPageScript.Text}
            </script>
            """);
    }

    private static string Warnings(ModelSummary summary)
    {
        if (summary.Warnings.Count == 0) return "<section id=\"warnings\"><p class=\"fine\">No warnings.</p></section>";
        var items = summary.Warnings.Select(warning => $"<li><b>{Encode(warning.Kind.ToString())}</b> {Encode(warning.Message)}</li>");
        return $"<section id=\"warnings\"><h2>Warnings</h2><ul class=\"warnings\">\n{string.Join('\n', items)}\n</ul></section>";
    }

    private static string Bars(ModelSummary summary)
    {
        var stages = summary.Stages;
        (string Name, Func<SummaryRow, long> Value, Func<long, string> Text)[] measures =
        [
            ("Parameters", row => row.Subtree.Parameters, SummaryFormat.Cell),
            ("Multiply-adds", row => row.Subtree.MultiplyAdds, SummaryFormat.Cell),
            ("Activation memory", row => row.Subtree.ActivationBytes, bytes => bytes == 0
                ? SummaryFormat.Nothing
                : SummaryFormat.Bytes(bytes)),
        ];
        var largest = measures.Select(measure => Math.Max(1, stages.Max(measure.Value))).ToArray();
        var text =
            new StringBuilder(
                "<section id=\"stages\"><h2>Cost per stage</h2>\n<div class=\"scroll\" tabindex=\"0\"><table "
                + "class=\"bars\"><thead><tr><th>Stage</th>");
        foreach (var (name, _, _) in measures) text.Append($"<th>{name}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var stage in stages)
        {
            text.Append($"<tr><th title=\"{Encode(stage.TypeName)}\">{Encode(stage.Name)}</th>");
            for (var i = 0; i < measures.Length; i++)
            {
                var value = measures[i].Value(stage);
                text.Append($"<td><span class=\"bar c{i}\" style=\"width:{Percent(value, largest[i])}%\"></span>")
                    .Append($"<span class=\"value\">{measures[i].Text(value)}</span></td>");
            }

            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table></div></section>").ToString();
    }

    private static string Savings(ModelSummary summary)
    {
        var views = summary.InceptionModules.Where(view => view.Naive is not null).ToArray();
        if (views.Length == 0) return "";
        var text = new StringBuilder("""
            <section id="savings"><h2>What the 1x1 reductions save</h2>
            <p class="hint">Against the naive module of the same widths.</p>
            <div class="scroll" tabindex="0"><table><thead><tr><th>Module</th><th class="n">Parameters</th><th class="n">Naive</th>
            <th class="n">Multiply-adds</th><th class="n">Naive</th><th class="n">Saved</th></tr></thead><tbody>

            """);
        foreach (var view in views)
        {
            var (cost, naive) = (view.Row.Subtree, view.Naive!);
            text.Append($"<tr><td>{Encode(view.Row.Name)}</td>");
            foreach (var number in new[] { cost.Parameters, naive.Parameters, cost.MultiplyAdds, naive.MultiplyAdds })
                text.Append($"<td class=\"n\">{SummaryFormat.Number(number)}</td>");
            text.Append($"<td class=\"n\">{SummaryFormat.Ratio(naive.MultiplyAdds, cost.MultiplyAdds)}</td></tr>\n");
        }

        return text.Append("</tbody></table></div></section>").ToString();
    }

    private static string Layers(ModelSummary summary)
    {
        (string Name, Func<SummaryRow, string> Text, Func<SummaryRow, long>? Number)[] columns =
        [
            ("Layer", row => row.Path.Length == 0 ? row.Name : row.Path, null),
            ("Type", row => row.TypeName, null),
            ("Input", row => SummaryFormat.Shape(row.InputShape), null),
            ("Output", row => SummaryFormat.Shape(row.OutputShape), null),
            ("Kernel", row => row.Window?.ToString() ?? SummaryFormat.Nothing, null),
            ("Receptive field", row => row.ReceptiveField?.ToString() ?? SummaryFormat.Nothing, null),
            ("Parameters", row => SummaryFormat.Cell(row.Own.Parameters), row => row.Own.Parameters),
            ("Trainable", row => SummaryFormat.Cell(row.Own.TrainableParameters), row => row.Own.TrainableParameters),
            ("Buffers", row => SummaryFormat.Cell(row.Own.Buffers), row => row.Own.Buffers),
            ("Multiply-adds", row => SummaryFormat.Cell(row.Own.MultiplyAdds), row => row.Own.MultiplyAdds),
            ("Output bytes", row => SummaryFormat.Cell(row.OutputBytes), row => row.OutputBytes),
            ("Calls", row => SummaryFormat.Number(row.TimesCalled), row => row.TimesCalled),
        ];
        var text = new StringBuilder("""
            <section id="layers"><h2>Layers</h2>
            <p class="hint">Choose a heading to sort by it, again to turn the order. A container shows what it holds itself, so columns
            add up to the totals.</p>
            <p class="controls"><input id="filter" type="search" placeholder="Filter by name or type" aria-label="Filter">
            <label><input id="leaves" type="checkbox"> layers only, no containers</label></p>
            <div class="scroll tall" tabindex="0"><table id="layer-table"><thead><tr>
            """);
        foreach (var (name, _, number) in columns)
        {
            text.Append($"<th tabindex=\"0\" aria-sort=\"none\"{(number is null ? "" : " class=\"n\"")}>{name}</th>");
        }
        text.Append("</tr></thead><tbody>\n");
        foreach (var row in summary.Rows)
        {
            text.Append(
                $"<tr data-leaf=\"{(row.IsLeaf ? 1 : 0)}\" data-path=\"{Encode(row.Path)}\" "
                + $"data-parameters=\"{SummaryFormat.Number(row.Subtree.Parameters)}\"")
                .Append($" data-multiplyadds=\"{SummaryFormat.Number(row.Subtree.MultiplyAdds)}\"")
                .Append(row.TimesCalled == 0 ? " class=\"idle\">" : ">");
            foreach (var (_, cell, number) in columns)
            {
                var sortedBy = number is null ? "" : string.Create(CultureInfo.InvariantCulture, $" class=\"n\" data-v=\"{number(row)}\"");
                text.Append($"<td{sortedBy}>{Encode(cell(row))}</td>");
            }

            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table></div></section>").ToString();
    }

    private static string Encode(string text) => HtmlPage.Encode(text);

    private static string Percent(long value, long largest) => (100.0 * value / largest).ToString("0.#", CultureInfo.InvariantCulture);
}

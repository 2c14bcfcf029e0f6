using System.Globalization;
using System.Text;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;

namespace GoogLeNetSharp.Training;

/// <summary>Writes a <see cref="TrainingReport"/>.</summary>
internal static class TrainingPage
{
    private const int MostConfused = 5;
    private const double SmallestShare = 0.75;      // smallest width of the matrix, as a share of its natural width

    private const string Style = """
        main { max-width: 1320px; margin: 0 auto; } header { max-width: 1320px; margin: 0 auto; }
        .charts { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); }
        .charts svg { width: 100%; max-width: 560px; height: auto; }
        .two { display: grid; gap: 18px; grid-template-columns: minmax(0, 1fr); }
        .wrong { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr)); }
        .wrong figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; min-width: 0;
          break-inside: avoid; }
        .wrong td:first-child { white-space: normal; overflow-wrap: anywhere; }
        .cards { grid-template-columns: repeat(auto-fit, minmax(min(150px, 100%), 1fr)); }
        .shots { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; margin: 0 0 8px; }
        .shots div { font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
        .shots img { width: 100%; display: block; border-radius: 4px; } img.few { image-rendering: pixelated; }
        .wide { width: 40%; } .settings th { font-weight: 500; color: var(--soft); }
        .settings td { white-space: normal; overflow-wrap: anywhere; width: 75%; }
        .confused { margin: 0; padding-left: 20px; } section h3 { margin: 16px 0 4px; font-size: 14px; } .card h3 { margin-top: 0; }
        .matrix svg { display: block; width: 100%; height: auto; } .tall { max-height: 660px; overflow: auto; } .two { align-items: start; }
        @media (max-width: 700px) { #classes { font-size: 12.5px; } #classes td, #classes th { padding: 3px 4px; } .cards { gap: 8px; } }
        @media (min-width: 1200px) { .two { grid-template-columns: minmax(0, 55fr) minmax(0, 45fr); } }
        @media print { main { max-width: none; } .two { display: block; } .matrix { min-width: 0 !important; } .tall { max-height: none;
          overflow: visible; } }
        """;

    public static string Write(TrainingReport report)
    {
        var (result, validation) = (report.Result, report.Result.Validation);
        var body = new StringBuilder();
        body.Append($"<header>\n<h1>{Encode(report.Title)}</h1>\n<p>{Encode(Outcome(result))}</p>\n</header>\n<main>\n");
        body.Append(HtmlPage.Cards(Totals(result))).Append('\n');
        if (result.Epochs.Count > 0) Add(body, "curves", "Curves", Curves(result.Epochs));
        if (validation is not null)
        {
            body.Append("<div class=\"two\">\n");
            Add(body, "confusion", "Confusion matrix", Matrix(validation.Confusion, report.Classes));
            Add(body, "classes", "Classes", ClassTable(validation.Confusion, report.Classes));
            body.Append("</div>\n");
        }

        if (report.Misjudged.Count > 0) Add(body, "wrong", "Most wrong", Wrong(report));
        Add(body, "settings", "Settings", SettingsTable(report));
        return HtmlPage.Write(report.Title, Style, $"{body}</main>");
    }

    private static string Outcome(TrainingResult result) => string.Create(CultureInfo.InvariantCulture, $"{result.End switch
    {
        TrainingEnd.Completed => "All epochs done",
        TrainingEnd.StoppedEarly => "Stopped early",
        TrainingEnd.Stopped => "Stopped by a callback",
        _ => "Cancelled",
    }}: {result.Epochs.Count} epochs, {result.Steps:N0} steps");

    private static IEnumerable<(string Label, string Value, string Detail)> Totals(TrainingResult result)
    {
        if (result.Validation is { } validation)
        {
            yield return ("Top-1", Percent(validation.Top1), Text($"{validation.Images:N0} images"));
            yield return ("Top-5", Percent(validation.Top5), "the class among the five highest logits");
            yield return ("Validation loss", Text($"{validation.Loss:0.####}"), "mean cross entropy");
            foreach (var (name, value) in validation.Metrics ?? new MetricValues([]))
                yield return (name, Text($"{value:0.####}"), "of the validation set");
        }

        if (result.Epochs.Count > 0) yield return ("Training loss", Text($"{result.Epochs[^1].TrainingLoss:0.####}"), "last epoch");
        yield return ("Duration", Duration(result.Duration), "of the last start, validation included");
    }

    private static string Curves(IReadOnlyList<EpochSummary> epochs) =>
        $"<div class=\"charts\">{string.Concat(TrainingCharts.Panels(epochs).Select(panel => panel.ToSvg()))}</div>";

    private static string Matrix(ConfusionMatrix confusion, IReadOnlyList<string>? classes)
    {
        var drawing = TrainingCharts.Confusion(confusion, classes);
        var width = Text($"min-width:{SmallestShare * drawing.Width:0}px;max-width:{drawing.Width}px");
        return $"<div class=\"scroll\" tabindex=\"0\"><div class=\"matrix\" style=\"{width}\">{drawing.ToSvg()}</div></div>";
    }

    private static string ClassTable(ConfusionMatrix confusion, IReadOnlyList<string>? classes)
    {
        var text = new StringBuilder("<div class=\"scroll tall\" tabindex=\"0\"><table><thead><tr><th>Class</th>");
        foreach (var name in new[] { "Images", "Precision", "Recall", "F1" }) text.Append($"<th class=\"n\">{name}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var label in Enumerable.Range(0, confusion.Classes))
        {
            text.Append($"<tr><th>{Encode(Name(classes, label))}</th><td class=\"n\">{Text($"{confusion.Images(label):N0}")}</td>");
            foreach (var share in new[] { confusion.Precision(label), confusion.Recall(label), confusion.F1(label) })
                text.Append($"<td class=\"n\">{Encode(Percent(share))}</td>");
            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table></div>\n").Append(Confused(confusion, classes)).ToString();
    }

    private static string Confused(ConfusionMatrix confusion, IReadOnlyList<string>? classes)
    {
        var pairs = from actual in Enumerable.Range(0, confusion.Classes)
                    from predicted in Enumerable.Range(0, confusion.Classes)
                    where actual != predicted && confusion[actual, predicted] > 0
                    orderby confusion[actual, predicted] descending
                    select $"<li>{Encode(Name(classes, actual))} taken for {Encode(Name(classes, predicted))}: "
                        + Text($"{confusion[actual, predicted]:N0} of {confusion.Images(actual):N0}</li>\n");
        var list = string.Concat(pairs.Take(MostConfused));
        return list.Length == 0 ? "" : $"<h3>Most often confused</h3>\n<ul class=\"confused\">\n{list}</ul>";
    }

    private static string Wrong(TrainingReport report)
    {
        var text = new StringBuilder("<p class=\"hint\">Of the images taken for another class, those of the largest cross entropy");
        if (report.Misjudged.Any(image => image.PredictedMap is not null)) text.Append(", with what speaks for either class (Grad-CAM)");
        text.Append(".</p>\n<div class=\"wrong\">\n");
        foreach (var image in report.Misjudged)
        {
            var (actual, predicted) = (Name(report.Classes, image.Actual), Name(report.Classes, image.Predicted));
            text.Append("<figure><div class=\"shots\">")
                .Append(Shot(image.Image, Text($"image {image.Index}")))
                .Append(Shot(image.PredictedMap, $"for {predicted}"))
                .Append(Shot(image.ActualMap, $"for {actual}"))
                .Append("</div>\n<table><tbody>\n")
                .Append(Probability($"Taken for {predicted}", image.PredictedProbability, "c1"))
                .Append(Probability($"Is {actual}", image.ActualProbability, "c0"))
                .Append("</tbody></table></figure>\n");
        }

        return text.Append("</div>").ToString();
    }

    private static string Shot(RgbImage? image, string caption)
    {
        if (image is null) return "";
        var kind = image.Width < 100 ? " class=\"few\"" : "";
        var pixels = Convert.ToBase64String(PicturePng.Write(image, clear: false));
        return $"<div><img alt=\"{Encode(caption)}\"{kind} src=\"data:image/png;base64,{pixels}\">{Encode(caption)}</div>";
    }

    private static string Probability(string name, double value, string color) =>
        $"<tr><td>{Encode(name)}</td><td class=\"wide\"><span class=\"bar {color}\" style=\"width:{Text($"{100 * value:0.##}")}%\">"
        + $"</span></td><td class=\"n\">{Encode(Percent(value))}</td></tr>\n";

    private static string SettingsTable(TrainingReport report) => string.Concat(
    [
        "<table class=\"settings\"><tbody>\n",
        .. report.Facts.Concat(TrainingSettings.Of(report.Options))
            .Select(fact => $"<tr><th>{Encode(fact.Key)}</th><td>{Encode(fact.Value)}</td></tr>\n"),
        "</tbody></table>",
    ]);

    private static void Add(StringBuilder body, string id, string heading, string content) =>
        body.Append($"<section id=\"{id}\"><h2>{heading}</h2>\n{content}\n</section>\n");

    private static string Name(IReadOnlyList<string>? classes, long label) =>
        classes is not null ? classes[(int)label] : Text($"class {label}");

    private static string Duration(TimeSpan time) => time.TotalMinutes < 1 ? Text($"{time.TotalSeconds:0.0} s")
        : time.TotalHours < 1 ? Text($"{time.Minutes} min {time.Seconds} s") : Text($"{(int)time.TotalHours} h {time.Minutes} min");

    private static string Percent(double share) =>
        double.IsNaN(share) ? "–" : share is > 0 and < 0.0005 ? "< 0.1 %" : Text($"{100 * share:0.0} %");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Encode(string text) => HtmlPage.Encode(text);
}

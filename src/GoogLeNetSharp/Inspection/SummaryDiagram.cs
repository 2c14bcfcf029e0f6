using System.Globalization;
using System.Text;

namespace GoogLeNetSharp.Inspection;

/// <summary>The network as an SVG drawing, top to bottom: stages as boxes, branches side by side, heads at the right, shapes on the arrows.</summary>
internal sealed class SummaryDiagram(ModelSummary summary)
{
    private const int BoxWidth = 280;
    private const int BoxHeight = 48;
    private const int BranchWidth = 196;
    private const int BranchGap = 14;
    private const int StepHeight = 44;
    private const int StepArrow = 34;
    private const int Arrow = 44;
    private const int Margin = 16;
    private const int GroupHead = 34;
    private const int ConcatHeight = 26;
    private const int HeadWidth = 170;
    private const int HeadGap = 34;

    private readonly StringBuilder _svg = new();
    private readonly Dictionary<SummaryRow, InceptionView> _views = summary.InceptionModules.ToDictionary(view => view.Row);
    private readonly SummaryRow[] _heads = [.. summary.Rows.Where(row => row.AuxiliaryTap is not null)];
    private readonly int _columns = Math.Max(2, summary.InceptionModules.Select(view => view.Branches.Count).DefaultIfEmpty(2).Max());
    private int _y = Margin;

    private int GroupWidth => (_columns * BranchWidth) + ((_columns + 1) * BranchGap);

    private int Center => Margin + (GroupWidth / 2);

    private int Width => (2 * Margin) + GroupWidth + (_heads.Length > 0 ? HeadGap + HeadWidth : 0);

    /// <summary>Writes the drawing.</summary>
    public string Write()
    {
        var input = _y += 14;
        Text(Center, input, "input", "name");
        _y += 6;
        ArrowDown(Center, Arrow, summary.InputShape);
        SummaryRow? last = null;
        foreach (var row in _views.ContainsKey(summary.Rows[0]) ? [summary.Rows[0]] : summary.Stages.SelectMany(Steps))
        {
            if (last is not null) ArrowDown(Center, Arrow, last.OutputShape, _heads.Where(head => head.AuxiliaryTap == last.Path));
            if (_views.TryGetValue(row, out var view)) Group(view);
            else Box(Center - (BoxWidth / 2), BoxWidth, BoxHeight, row, row.Name);
            last = row;
        }

        ArrowDown(Center, Arrow, summary.Rows[0].OutputShape);
        Text(Center, _y + 16, "output", "name");
        _y += 16 + Margin;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {_y}" width="{Width}" height="{_y}"
              role="img" aria-label="{SummaryPage.Encode(summary.ModelType)}, drawn as a diagram">
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0L8 4L0 8z"/></marker></defs>
            {_svg}</svg>
            """;
    }

    // A Sequential is a list of steps; other containers stay closed.
    private IEnumerable<SummaryRow> Steps(SummaryRow row)
    {
        if (row.TypeName != "Sequential" || row.IsLeaf) return [row];
        var prefix = row.Path.Length == 0 ? "" : row.Path + ".";
        return summary.Rows
            .Where(child => child.Depth == row.Depth + 1 && child.TimesCalled > 0 && child.Path.StartsWith(prefix, StringComparison.Ordinal))
            .SelectMany(Steps);
    }

    private void Group(InceptionView view)
    {
        var top = _y;
        var height = view.Branches.Max(branch => branch.Steps.Count);
        var bodyTop = top + GroupHead + 18;
        var concatTop = bodyTop + (height * StepHeight) + (height * StepArrow);
        var bottom = concatTop + ConcatHeight + BranchGap;
        Rect(Margin, top, GroupWidth, bottom - top, "k-group", 12);
        var left = Center - (((view.Branches.Count * BranchWidth) + ((view.Branches.Count - 1) * BranchGap)) / 2);
        var type = $"<tspan class=\"small\" font-weight=\"400\">{view.Row.TypeName}</tspan>";
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"name start\" x=\"{Margin + BranchGap}\" y=\"{top + 21}\">{SummaryPage.Encode(view.Row.Name)} {type}</text>\n");

        var rail = bodyTop - 14;
        var first = left + (BranchWidth / 2);
        var lastX = left + ((view.Branches.Count - 1) * (BranchWidth + BranchGap)) + (BranchWidth / 2);
        Line($"M{Center} {top}V{rail}M{first} {rail}H{lastX}", arrow: false);
        for (var i = 0; i < view.Branches.Count; i++)
        {
            var x = left + (i * (BranchWidth + BranchGap));
            Line($"M{x + (BranchWidth / 2)} {rail}V{bodyTop}", arrow: true);
            Branch(view.Branches[i], x, bodyTop, concatTop);
        }

        Rect(left, concatTop, lastX - first + BranchWidth, ConcatHeight, "k-other", 6);
        Text(Center, concatTop + 18, SummaryDocument.Concatenation(view).Split(':')[0], "small");
        _y = bottom;
    }

    private void Branch(InceptionBranch branch, int x, int top, int concatTop)
    {
        var middle = x + (BranchWidth / 2);
        _y = top;
        for (var i = 0; i < branch.Steps.Count; i++)
        {
            var step = branch.Steps[i];
            Box(x, BranchWidth, StepHeight, step, i == 0 ? branch.Name : "");
            var end = i + 1 < branch.Steps.Count ? _y + StepArrow : concatTop;
            ArrowDown(middle, end - _y, Image(step.OutputShape));
        }
    }

    private void Box(int x, int width, int height, SummaryRow row, string name)
    {
        var kind = row switch
        {
            { AuxiliaryTap: not null } => "k-head",
            _ when row.TypeName.Contains("Conv", StringComparison.Ordinal) => "k-conv",
            _ when row.TypeName.Contains("Pool", StringComparison.Ordinal) => "k-pool",
            _ when row.TypeName.Contains("Linear", StringComparison.Ordinal) => "k-fc",
            _ => "k-other",
        };
        Rect(x, _y, width, height, kind, 8);
        var cost = $"{SummaryFormat.Number(row.Subtree.Parameters)} parameters, {SummaryFormat.Number(row.Subtree.MultiplyAdds)} multiply-adds";
        _svg.Append($"<g><title>{SummaryPage.Encode($"{row.Path}: {cost}")}</title>");
        if (name.Length == 0)
        {
            Text(x + (width / 2), _y + (height / 2) + 4, SummaryTables.Describe(row), "small");
        }
        else
        {
            Text(x + (width / 2), _y + (height / 2) - 3, name, "name");
            Text(x + (width / 2), _y + (height / 2) + 14, SummaryTables.Describe(row), "small");
        }

        _svg.Append("</g>\n");
        _y += height;
    }

    private void ArrowDown(int x, int length, IReadOnlyList<long>? shape, IEnumerable<SummaryRow>? heads = null)
    {
        Line($"M{x} {_y}V{_y + length}", arrow: true);
        _svg.Append(
            CultureInfo.InvariantCulture, $"<text class=\"shape\" x=\"{x + 8}\" y=\"{_y + (length / 2) + 4}\">{SummaryFormat.Shape(shape)}</text>\n");
        foreach (var head in heads ?? [])
        {
            var (y, tap) = (_y, _y + 10);
            var left = Margin + GroupWidth + HeadGap;
            var line = head.TimesCalled == 0 ? "dashed" : "";
            _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{line}\" marker-end=\"url(#tip)\" d=\"M{x} {tap}H{left}\"/>\n");
            _y = tap - (BoxHeight / 2);
            Box(left, HeadWidth, BoxHeight, head, head.Name);
            Text(left + (HeadWidth / 2), _y + 16, head.TimesCalled == 0 ? "not run by call" : SummaryFormat.Shape(head.OutputShape), "small");
            _y = y;
        }

        _y += length;
    }

    private static IReadOnlyList<long>? Image(IReadOnlyList<long>? shape) => shape?.TakeLast(3).ToArray();

    private void Line(string path, bool arrow) => _svg.Append($"<path d=\"{path}\"{(arrow ? " marker-end=\"url(#tip)\"" : "")}/>\n");

    private void Rect(int x, int y, int width, int height, string kind, int radius) =>
        _svg.Append(
            CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>\n");

    private void Text(int x, int y, string text, string kind) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\">{SummaryPage.Encode(text)}</text>\n");
}

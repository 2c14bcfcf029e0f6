namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Measures texts and items. "Along" is the direction of the network, "across" is perpendicular to it.</summary>
internal sealed class FigureMeasure(bool horizontal)
{
    public const double NameSize = 13;
    public const double TextSize = 11.5;
    public const double TitleHeight = 22;
    public const double StepHeight = 22;
    public const double StepGap = 14;
    public const double BranchGap = 6;
    public const double Pad = 8;
    public const double JoinSize = 18;
    public const double HeadGap = 16;

    // letter widths of wide fonts; narrower fonts leave some space
    private const double LetterShare = 0.6;
    private const double LinePad = 7;

    /// <summary>Whether the network is drawn from left to right.</summary>
    public bool IsHorizontal => horizontal;

    public static double TextWidth(string text, double size = TextSize) => text.Length * LetterShare * size;

    /// <summary>Measures a box.</summary>
    public static (double Width, double Height) Box(FigureBox box)
    {
        var lines = Lines(box);
        var width = lines.Max(line => TextWidth(line.Text, line.Size)) + (2 * LinePad);
        return (Math.Max(56, width), lines.Sum(line => line.Size + 4) + 6);
    }

    /// <summary>Gets the text lines of a box: name, operation and output.</summary>
    public static IReadOnlyList<(string Text, double Size)> Lines(FigureBox box) =>
        [.. new[] { (box.Name, NameSize), (box.Text, TextSize), (box.Shape, TextSize) }.Where(line => line.Item1.Length > 0)];

    /// <summary>Measures a step of a branch, along and across.</summary>
    public (double Along, double Across) Step(FigureBox step) => Turn(TextWidth(step.Text) + 10, StepHeight);

    /// <summary>Measures an item, along and across, without its heads.</summary>
    public (double Along, double Across) Item(FigureItem item)
    {
        if (item.IsJoin) return item.Adds ? (JoinSize, JoinSize) : Turn(TextWidth(item.Box.Text) + 12, StepHeight);
        if (item.Branches is null)
        {
            var (width, height) = Box(item.Box);
            return Turn(width, height);
        }

        var (title, body) = (TitleWidth(item), Pad + StepGap + StepAlong(item).Sum(step => step + StepGap) + JoinSize + Pad);
        var branches = BranchAcross(item).Sum() + (BranchGap * (item.Branches.Count - 1)) + (2 * Pad);
        return horizontal ? (Math.Max(body, title), branches + TitleHeight) : (body + TitleHeight, Math.Max(branches, title));
    }

    /// <summary>Measures the title of a block.</summary>
    public static double TitleWidth(FigureItem item) => TextWidth(item.Box.Name, NameSize) + TextWidth(item.Box.Shape) + (4 * Pad);

    /// <summary>Measures the steps along, by their index in the branches.</summary>
    public double[] StepAlong(FigureItem item) =>
    [
        .. Enumerable.Range(0, item.Branches!.Max(branch => branch.Count))
            .Select(place => item.Branches!.Where(branch => branch.Count > place).Max(branch => Step(branch[place]).Along)),
    ];

    /// <summary>Measures the branches across.</summary>
    public double[] BranchAcross(FigureItem item) =>
        [.. item.Branches!.Select(branch => branch.Select(step => Step(step).Across).DefaultIfEmpty(StepGap).Max())];

    /// <summary>Measures the extra space across for an item's heads.</summary>
    public double Heads(FigureItem item) => item.Heads.Count == 0 ? 0 : item.Heads.Sum(head =>
        HeadGap + (horizontal ? Box(head).Height : Box(head).Width));

    /// <summary>Measures an item with its heads, along.</summary>
    public double WithHeads(FigureItem item) =>
        item.Heads.Select(head => horizontal ? Box(head).Width : Box(head).Height).Append(Item(item).Along).Max();

    private (double Along, double Across) Turn(double width, double height) => horizontal ? (width, height) : (height, width);
}

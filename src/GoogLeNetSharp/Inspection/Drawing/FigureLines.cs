namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Breaks the items into lines so that the text is as large as possible in an area of a given aspect ratio.</summary>
internal sealed class FigureLines
{
    public const double Gap = 20;
    public const double LineGap = 34;
    public const double Margin = 16;
    private const double Lane = 10;
    private const double WorthIt = 1.05;

    private readonly IReadOnlyList<FigureItem> _items;
    private readonly FigureMeasure _measure;
    private readonly (int From, int To)[] _skips;
    private readonly bool[] _mayBreak;

    public FigureLines(IReadOnlyList<FigureItem> items, FigureMeasure measure)
    {
        _items = items;
        _measure = measure;
        _skips = [.. items.Index().SelectMany(entry => entry.Item.Inputs.Where(from => from != entry.Index - 1)
            .Select(from => (from, entry.Index)))];
        _mayBreak = [.. Enumerable.Range(0, items.Count).Select(i => i != 1 && _skips.All(skip => i <= skip.From || i > skip.To))];
    }

    /// <summary>Edges that pass over items.</summary>
    public IReadOnlyList<(int From, int To)> Skips => _skips;

    /// <summary>Computes the lines for an aspect ratio (width over height).</summary>
    public IReadOnlyList<FigureLine> Break(double aspectRatio)
    {
        IReadOnlyList<FigureLine> best = [];
        var bestScale = -1.0;
        foreach (var limit in Limits().Reverse())       // prefers fewer lines
        {
            var lines = Within(limit);
            var (along, across) = Size(lines);
            var (width, height) = _measure.IsHorizontal ? (along, across) : (across, along);
            var scale = double.IsInfinity(aspectRatio) ? 1 / height : aspectRatio == 0
                ? 1 / width
                : Math.Min(aspectRatio / width, 1 / height);
            if (scale > bestScale * WorthIt) (best, bestScale) = (lines, scale);
        }

        return best;
    }

    /// <summary>Computes the total length and width of lines, with margins.</summary>
    public static (double Along, double Across) Size(IReadOnlyList<FigureLine> lines) => (
        lines.Max(line => line.Along) + (2 * Margin), lines.Sum(line => line.Before + line.After) + (LineGap * (lines.Count - 1))
            + (2 * Margin));

    /// <summary>Computes the distance from the axis of an edge that passes over items.</summary>
    public double LaneOf((int From, int To) skip)
    {
        var inner = _skips.Where(other => other != skip && other.From >= skip.From && other.To <= skip.To)
            .Select(other => LaneOf(other) + Lane);
        var highest = Enumerable.Range(skip.From + 1, skip.To - skip.From - 1).Select(i => (_measure.Item(_items[i]).Across / 2) + Lane);
        return inner.Concat(highest).DefaultIfEmpty(Lane).Max();
    }

    // candidate line lengths: those of all lines that start at the first item
    private IEnumerable<double> Limits()
    {
        var length = 0.0;
        for (var i = 0; i < _items.Count; i++)
        {
            length += _measure.WithHeads(_items[i]) + (i > 0 ? Gap : 0);
            yield return length + 0.5;
        }
    }

    private List<FigureLine> Within(double limit)
    {
        var lines = new List<FigureLine>();
        for (var first = 0; first < _items.Count;)
        {
            var (end, length) = (first + 1, _measure.WithHeads(_items[first]));
            for (var (i, next) = (end, length); i < _items.Count; i++)
            {
                next += Gap + _measure.WithHeads(_items[i]);
                var last = i + 1;
                if (last < _items.Count && !_mayBreak[last]) continue;
                if (next > limit && _mayBreak[end]) break;
                (end, length) = (last, next);
            }

            lines.Add(Line(first, end, length));
            first = end;
        }

        return lines;
    }

    private FigureLine Line(int first, int end, double length)
    {
        var items = _items.Skip(first).Take(end - first).ToArray();
        var lanes = _skips.Where(skip => skip.From >= first && skip.To < end).Select(LaneOf);
        var before = items.Select(item => _measure.Item(item).Across / 2).Concat(lanes).Max();
        var after = items.Max(item => (_measure.Item(item).Across / 2) + _measure.Heads(item));
        return new FigureLine(first, end, length, before, after);
    }
}

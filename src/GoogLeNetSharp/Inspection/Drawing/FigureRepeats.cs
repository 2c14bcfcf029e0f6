using System.Globalization;

namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Merges consecutive equal items.</summary>
internal static class FigureRepeats
{
    public static IReadOnlyList<FigureItem> Collapse(IReadOnlyList<FigureItem> items)
    {
        var result = new List<FigureItem>();
        var places = new int[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0 && Repeats(items, i))
            {
                var first = result[^1];
                var (start, times) = (items[i - first.Times].Box.Name, first.Times + 1);
                var name = $"{start} to {items[i].Box.Name} ×{times.ToString(CultureInfo.InvariantCulture)}";
                result[^1] = first with { Times = times, Heads = items[i].Heads, Box = first.Box with { Name = name } };
            }
            else
            {
                result.Add(items[i] with { Inputs = [.. items[i].Inputs.Select(input => places[input])] });
            }

            places[i] = result.Count - 1;
        }

        return result;
    }

    // only this item reads the previous one, so merging loses only the count
    private static bool Repeats(IReadOnlyList<FigureItem> items, int i) =>
        items[i].Inputs is [var input] && input == i - 1 && !items[i].IsJoin && items[i].Form == items[i - 1].Form
            && items[i - 1].Heads.Count == 0
        && items.Count(item => item.Inputs.Contains(i - 1)) == 1;
}

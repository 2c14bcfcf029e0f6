using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Inspection.Drawing;

namespace GoogLeNetSharp.Explaining;

/// <summary>Draws how pools and strides reduce an image: the maps of a network by size, each pixel of a map as a square.</summary>
public static class MapSizeChart
{
    private const int Width = 1200;
    private const int Side = 128;           // of the image
    private const int FewestColumns = 6;
    private const int SmallSide = 4;        // below this size, most of a 3 x 3 window is padding
    private const int MostSquares = 64;     // larger maps are drawn as one square
    private const int RowHeight = 232;

    private static readonly ((byte, byte, byte) Even, (byte, byte, byte) Odd) Usual = ((0x4f, 0x86, 0xdd), (0x9c, 0xbd, 0xef));
    private static readonly ((byte, byte, byte) Even, (byte, byte, byte) Odd) Small = ((0xd9, 0x6a, 0x1d), (0xf0, 0xb0, 0x7c));

    /// <summary>Draws networks one below the other. Maps smaller than 4 x 4 are orange.</summary>
    /// <param name="summaries">One or more summaries of models that accept images.</param>
    /// <param name="names">One name for each summary, or null for the types of the models.</param>
    /// <returns>The picture, 1,200 pixels wide.</returns>
    /// <exception cref="ArgumentException">No summary is given, a model has no maps, or the number of names is not the number of
    /// summaries.</exception>
    public static Picture Draw(IReadOnlyList<ModelSummary> summaries, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        if (summaries.Count == 0) throw new ArgumentException("summaries: expected one or more, got none.", nameof(summaries));
        if (names is not null && names.Count != summaries.Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"names: expected one for each of {summaries.Count} summaries, got {names.Count}."),
                nameof(names));
        }

        var rows = summaries.Select(Steps).ToArray();
        var column = Width / Math.Max(FewestColumns, rows.Max(row => row.Count));
        var picture = new Picture(Width, "What pools and strides leave of an image");
        for (var i = 0; i < rows.Length; i++)
        {
            var (top, last) = (i * RowHeight, rows[i][^1]);
            var name = names?[i] ?? summaries[i].ModelType;
            var size = FormattableString.Invariant($"{rows[i][0].Height} x {rows[i][0].Width}");
            picture.Add($"{name} on an image of {size}: the last map is {last.Height} x {last.Width}", 0, top + 18, bold: true);
            for (var place = 0; place < rows[i].Count; place++) Draw(picture, rows[i][place], rows[i][0], place * column, top + 32);
        }

        return picture;
    }

    private static void Draw(Picture picture, Step step, Step image, int left, int top)
    {
        var scale = (double)Side / Math.Max(image.Height, image.Width);
        var (height, width) = ((int)Math.Max(1, step.Height * scale), (int)Math.Max(1, step.Width * scale));
        var many = Math.Max(step.Height, step.Width) > MostSquares;
        var squares = new RgbImage(many ? 1 : (int)step.Width, many ? 1 : (int)step.Height);
        var colors = Math.Min(step.Height, step.Width) < SmallSide ? Small : Usual;
        for (var y = 0; y < squares.Height; y++)
        {
            for (var x = 0; x < squares.Width; x++) PixelPainter.Set(squares, x, y, (x + y) % 2 == 0 ? colors.Even : colors.Odd);
        }

        picture.Add(squares, left, top + Side - height, width, height);
        var windows = step.Convolutions == 1 ? "convolution" : "convolutions";
        picture.Add(FormattableString.Invariant($"{step.Height} x {step.Width}, {step.Channels} channels"), left, top + Side + 18);
        picture.Add(step.First == step.Last ? step.First : $"{step.First} to {step.Last}", left, top + Side + 35);
        picture.Add(FormattableString.Invariant($"{step.Convolutions} {windows} > 1x1"), left, top + Side + 52);
    }

    // Consecutive maps of one size are one step; the average of the last map is not shown.
    private static List<Step> Steps(ModelSummary summary)
    {
        var input = summary.InputShape;
        var maps = FigureBuilder.Items(summary, collapse: false).Where(item => item.Box.Row?.OutputShape is { Count: 3 or 4 }).ToList();
        while (maps.Count > 0 && maps[^1].Box.Row!.TypeName.Contains("AvgPool", StringComparison.Ordinal)) maps.RemoveAt(maps.Count - 1);
        if (input.Count is not (3 or 4) || maps.Count == 0)
        {
            throw new ArgumentException(
                $"summaries: {summary.ModelType} on {SummaryFormat.Shape(input)} has no maps C x H x W.", "summaries");
        }

        var steps = new List<Step> { new(input[^2], input[^1], input[^3], "input", "input", 0) };
        foreach (var item in maps)
        {
            var shape = item.Box.Row!.OutputShape!;
            var convolutions = Convolutions(summary, item.Box.Row.Path);
            var same = steps[^1].Height == shape[^2] && steps[^1].Width == shape[^1];
            if (!same)
            {
                steps.Add(new Step(shape[^2], shape[^1], shape[^3], item.Box.Name, item.Box.Name, convolutions));
            }
            else
            {
                steps[^1] = steps[^1] with
                {
                    Channels = shape[^3],
                    Last = item.Box.Name,
                    Convolutions = steps[^1].Convolutions + convolutions,
                };
            }
        }

        return steps;
    }

    private static int Convolutions(ModelSummary summary, string path) => summary.Rows.Count(row =>
        row.IsLeaf && row.TimesCalled > 0 && row.TypeName.Contains("Conv", StringComparison.Ordinal)
            && row.Window?.Kernel.Any(side => side > 1) == true
        && (path.Length == 0 || row.Path == path || row.Path.StartsWith(path + ".", StringComparison.Ordinal)));

    private sealed record Step(long Height, long Width, long Channels, string First, string Last, int Convolutions);
}

using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Draws many small maps in rows, 1,200 pixels wide: the maps of a stage, the maps of its branches side by side, or the filters of
/// the first convolution.</summary>
/// <remarks>All maps of a sheet share one scale, from the smaller of the minimum and 0 to the 99.5th percentile.</remarks>
public static class ContactSheet
{
    private const int Width = 1200;
    private const int Margin = 44;          // the index of the first map of each row
    private const int Top = 56;
    private const int Gap = 2;
    private const int LabelHeight = 12;
    private const int LargestTile = 150;
    private const int SmallestTile = 24;
    private const double Share = 0.995;

    /// <summary>Draws the maps of a stage in rows, with the channel index at the start of each row.</summary>
    /// <param name="network">A network or block.</param>
    /// <param name="image">One image, 1 x C x H x W or C x H x W.</param>
    /// <param name="stage">Name of a stage whose output is a map.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The image has another rank, channel count, type, device or size than the network accepts, or is
    /// not a single image; or the stage does not exist or is not a map (the message lists the valid stages).</exception>
    /// <exception cref="InvalidOperationException">The network is in training mode, or no stage is a map.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public static Picture OfStage(Block network, Tensor image, string stage)
    {
        var maps = Maps.Of(network, image, stage);
        var (low, high) = maps.Range(Share);
        var picture = new Picture(Width, $"The {maps.Count} maps of {stage}");
        picture.Add(Title(stage, maps), 0, 20, bold: true);
        picture.AddLegend(ColorMap.Viridis, low, high, Width - 240, 8, 240);
        Grid(picture, maps, 0, maps.Count, 0, Width, ColorMap.Viridis, low, high);
        return picture;
    }

    /// <summary>Draws the maps of a stage that concatenates branches, with one panel for each branch, in channel order.</summary>
    /// <param name="network">A network or block.</param>
    /// <param name="image">One image, 1 x C x H x W or C x H x W.</param>
    /// <param name="stage">Name of a stage that is a block of branches, such as an <see cref="InceptionModule"/>.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">As for <see cref="OfStage"/>; or the stage does not concatenate branches (the message lists the
    /// valid stages).</exception>
    /// <exception cref="InvalidOperationException">The network is in training mode.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public static Picture OfBranches(Block network, Tensor image, string stage)
    {
        var maps = Maps.Of(network, image, stage);
        var branches = StageBranches.Of(network, stage);
        var (low, high) = maps.Range(Share);
        var picture = new Picture(Width, $"The branches of {stage} with their maps");
        picture.Add($"{Title(stage, maps)}, by branch", 0, 20, bold: true);
        picture.AddLegend(ColorMap.Viridis, low, high, Width - 240, 8, 240);
        var panel = Width / branches.Count;
        var first = 0;
        for (var i = 0; i < branches.Count; i++)
        {
            var (name, channels) = branches[i];
            picture.Add(FormattableString.Invariant($"{name}: channels {first} to {first + channels - 1}"), (i * panel) + Margin, Top + 14);
            Grid(picture, maps, first, channels, i * panel, panel - 8, ColorMap.Viridis, low, high, Top + 22);
            first += channels;
        }

        return picture;
    }

    /// <summary>Draws the filters of the first convolution: in color for three input channels, in gray for one. Middle gray is 0.</summary>
    /// <param name="network">A network or block.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The network has no convolution with 1 or 3 input channels.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public static Picture OfFilters(Block network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (name, conv) = network.named_modules().Select(entry => (entry.name, entry.module as TorchSharp.Modules.Conv2d))
            .FirstOrDefault(entry => entry.Item2?.in_channels is 1 or 3 && entry.Item2.weight.shape[1] == entry.Item2.in_channels);
        if (conv is null)
            throw new ArgumentException("network: expected a convolution with 1 or 3 channels of input, found none.", nameof(network));
        ObjectDisposedException.ThrowIf(conv.weight.IsInvalid, network);
        var filters = Maps.OfWeights(conv.weight);
        var picture = new Picture(Width, $"The filters of {name}");
        var size = FormattableString.Invariant($"{conv.in_channels} x {filters.Height} x {filters.Width}");
        var title = FormattableString.Invariant($"{name}: {filters.Count} filters of {size}, each scaled by its largest weight");
        picture.Add(title, 0, 20, bold: true);
        Grid(picture, filters, 0, filters.Count, 0, Width, ColorMap.Gray, 0, 1, Top - 20);
        return picture;
    }

    private static string Title(string stage, Maps maps) =>
        FormattableString.Invariant($"{stage}: {maps.Count} maps of {maps.Height} x {maps.Width}");

    private static void Grid(
        Picture picture, Maps maps, int first, int count, int left, int width, ColorMap colors, double low, double high, int top = Top)
    {
        var (columns, tileWidth) = Columns(count, width - Margin);
        var tileHeight = Math.Max(1, (int)Math.Round((double)tileWidth * maps.Height / maps.Width));
        var rows = (count + columns - 1) / columns;
        var canvas = new RgbImage((columns * (tileWidth + Gap)) - Gap, (rows * (tileHeight + Gap)) - Gap);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (i % columns * (tileWidth + Gap), i / columns * (tileHeight + Gap));
            maps.Paint(canvas, x, y, tileWidth, tileHeight, first + i, colors, low, high);
        }

        picture.Add(canvas, left + Margin, top, canvas.Width, canvas.Height, clear: true);
        var labelled = (LabelHeight / (tileHeight + Gap)) + 1;        // number of rows between labels
        for (var row = 0; row < rows; row += labelled)
        {
            var foot = top + (row * (tileHeight + Gap)) + Math.Max(10, Math.Min(tileHeight, 22) - 2);
            picture.Add(FormattableString.Invariant($"{first + (row * columns)}"), left + Margin - 6, foot, anchor: PictureAnchor.End);
        }
    }

    // The number of columns makes the sheet about square and is a round number; fewer if the maps would become too small.
    private static (int Columns, int Tile) Columns(int count, int width)
    {
        var columns = Enumerable.Range(2, 7).Select(power => 1 << power).FirstOrDefault(number => number * number >= count, 256);
        while ((width / columns) - Gap > LargestTile) columns++;
        while ((width / columns) - Gap < SmallestTile && columns >= 16) columns /= 2;
        return (columns, Math.Max(1, (width / columns) - Gap));
    }
}

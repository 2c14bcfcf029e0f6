using System.Globalization;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Draws a confusion matrix.</summary>
internal static class ConfusionChart
{
    private const int MostNamed = 30;
    private const int Top = 84;             // title, and "predicted" with the numbers of the columns
    private const int NamesWidth = 190;
    private const int LongestName = 22;     // letters that fit there
    private const int Unnamed = 600;        // side of a matrix without names
    private const double Strongest = 0.9;

    public static Picture Draw(ConfusionMatrix confusion, IReadOnlyList<string>? classes)
    {
        var description = FormattableString.Invariant($"Images by actual and predicted class: {confusion.Classes} classes, {confusion.Total} images");
        return confusion.Classes > MostNamed ? DrawCells(confusion, description) : DrawNamed(confusion, classes, description);
    }

    private static Picture DrawNamed(ConfusionMatrix confusion, IReadOnlyList<string>? classes, string description)
    {
        var count = confusion.Classes;
        var cell = count <= 12 ? 52 : 36;
        var picture = new Picture(NamesWidth + (count * cell) + 10, description);
        picture.Add("Images by actual (row) and predicted class (column)", 0, 16, bold: true);
        picture.Add("predicted", NamesWidth + (count * cell / 2), 44, anchor: PictureAnchor.Middle, ink: PictureInk.Soft);
        for (var actual = 0; actual < count; actual++)
        {
            var top = Top + (actual * cell);
            var middle = top + (cell / 2) + 4;
            var number = actual.ToString(CultureInfo.InvariantCulture);
            picture.Add(classes is null ? number : $"{Cut(classes[actual])}  {number}", NamesWidth - 10, middle, anchor: PictureAnchor.End);
            picture.Add(number, NamesWidth + (actual * cell) + (cell / 2), Top - 10, anchor: PictureAnchor.Middle);
            for (var predicted = 0; predicted < count; predicted++)
            {
                var left = NamesWidth + (predicted * cell);
                var share = Share(confusion, actual, predicted);
                picture.AddBox(left, top, cell - 2, cell - 2, PictureInk.Grid, 0.5);
                if (share > 0) picture.AddBox(left, top, cell - 2, cell - 2, predicted == actual ? PictureInk.Blue : PictureInk.Orange, Strongest * share);
                if (confusion[actual, predicted] is var images and > 0)
                {
                    picture.Add(
                        images.ToString(CultureInfo.InvariantCulture), left + ((cell - 2) / 2.0), middle, anchor: PictureAnchor.Middle,
                        ink: share > 0.5 ? PictureInk.Bright : PictureInk.Text);
                }
            }
        }

        return picture;
    }

    private static Picture DrawCells(ConfusionMatrix confusion, string description)
    {
        var count = confusion.Classes;
        var cells = new RgbImage(count, count);
        for (var actual = 0; actual < count; actual++)
        {
            for (var predicted = 0; predicted < count; predicted++)
                PixelPainter.Set(cells, predicted, actual, ColorMap.Viridis.At(Share(confusion, actual, predicted)));
        }

        var picture = new Picture(Unnamed, description);
        picture.Add(FormattableString.Invariant($"{count} classes, actual (down) and predicted (across)"), 0, 16, bold: true);
        picture.Add(cells, 0, 30, Unnamed, Unnamed);
        picture.AddLegend(ColorMap.Viridis, 0, 1, 0, Unnamed + 42, Unnamed, "share of the actual class's images");
        return picture;
    }

    private static double Share(ConfusionMatrix confusion, int actual, int predicted) =>
        confusion[actual, predicted] == 0 ? 0 : (double)confusion[actual, predicted] / confusion.Images(actual);

    private static string Cut(string name)
    {
        var letters = new StringInfo(name);
        return letters.LengthInTextElements <= LongestName ? name : letters.SubstringByTextElements(0, LongestName - 1) + "…";
    }
}

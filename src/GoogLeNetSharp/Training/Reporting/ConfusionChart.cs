using System.Globalization;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Draws a confusion matrix.</summary>
internal static class ConfusionChart
{
    private const string Actual = "Actual class";
    private const int MostNamed = 30;
    private const int Top = 60;             // titles and column numbers
    private const int Margin = 10;
    private const int LongestName = 22;     // letters
    private const int Unnamed = 600;        // size of a matrix without names
    private const double Strongest = 0.6;   // opacity at which the text color changes

    public static Picture Draw(ConfusionMatrix confusion, IReadOnlyList<string>? classes)
    {
        var description = FormattableString.Invariant(
            $"Images by actual and predicted class: {confusion.Classes} classes, {confusion.Total} images");
        return confusion.Classes > MostNamed ? DrawCells(confusion, description) : DrawNamed(confusion, classes, description);
    }

    private static Picture DrawNamed(ConfusionMatrix confusion, IReadOnlyList<string>? classes, string description)
    {
        var count = confusion.Classes;
        var cell = count <= 12 ? 52 : 36;
        string[] names = [.. Enumerable.Range(0, count)
            .Select(label => classes is null ? Text(label) : $"{Cut(classes[label])}  {Text(label)}")];
        var left = (2 * Margin) + (int)Math.Ceiling(Picture.WidthOf(names.Append(Actual).MaxBy(name => name.Length)!));
        var picture = new Picture(left + (count * cell) + Margin, description);
        picture.Add(Actual, left - Margin, Top - 10, anchor: PictureAnchor.End, ink: PictureInk.Soft);
        picture.Add("Predicted class", left, 22, ink: PictureInk.Soft);
        for (var actual = 0; actual < count; actual++)
        {
            var middle = Top + (actual * cell) + (cell / 2) + 4;
            picture.Add(names[actual], left - Margin, middle, anchor: PictureAnchor.End);
            picture.Add(Text(actual), left + (actual * cell) + ((cell - 2) / 2.0), Top - 10, anchor: PictureAnchor.Middle);
            for (var predicted = 0; predicted < count; predicted++)
                DrawCell(picture, confusion, actual, predicted, left + (predicted * cell), Top + (actual * cell), cell - 2);
        }

        return picture;
    }

    private static void DrawCell(Picture picture, ConfusionMatrix confusion, int actual, int predicted, int left, int top, int side)
    {
        picture.AddBox(left, top, side, side, PictureInk.Grid, 0.5);
        if (confusion[actual, predicted] is not (var images and > 0)) return;
        picture.AddBox(left, top, side, side, predicted == actual ? PictureInk.Blue : PictureInk.Orange,
            Strongest * Share(confusion, actual, predicted));
        picture.Add(Text(images), left + (side / 2.0), top + (side / 2) + 5, anchor: PictureAnchor.Middle);
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

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Cut(string name)
    {
        var letters = new StringInfo(name);
        return letters.LengthInTextElements <= LongestName ? name : letters.SubstringByTextElements(0, LongestName - 1) + "…";
    }
}

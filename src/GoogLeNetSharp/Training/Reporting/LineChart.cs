using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Training;

/// <summary>A line chart in a rectangle of a picture.</summary>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Series">The lines.</param>
internal sealed record LineChart(ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series)
{
    private const int Left = 58;            // space for the labels of the axis
    private const int Right = 14;
    private const int Top = 46;             // title and legend
    private const int Bottom = 42;
    private const int MostMarks = 40;       // number of points above which lines have no markers

    /// <summary>Draws the chart with its title.</summary>
    /// <returns>A function from axis values to positions in the picture.</returns>
    public Func<double, double, (double X, double Y)> Draw(Picture picture, string title, int left, int top, int width, int height)
    {
        var (plotLeft, plotTop) = (left + Left, top + Top);
        var (plotWidth, plotHeight) = (width - Left - Right, height - Top - Bottom);
        picture.Add(title, plotLeft, top + 16, bold: true);
        foreach (var tick in Y.Ticks)
        {
            var y = Place(0, tick).Y;
            picture.AddCurve([(plotLeft, y), (plotLeft + plotWidth, y)], PictureInk.Grid);
            picture.Add(Y.TickText(tick), plotLeft - 6, y + 4, anchor: PictureAnchor.End, ink: PictureInk.Soft);
        }

        foreach (var tick in X.Ticks)
        {
            var x = Place(tick, 0).X;
            picture.AddCurve([(x, plotTop + plotHeight), (x, plotTop + plotHeight + 4)], PictureInk.Soft);
            picture.Add(X.TickText(tick), x, plotTop + plotHeight + 18, anchor: PictureAnchor.Middle, ink: PictureInk.Soft);
        }

        picture.AddCurve([(plotLeft, plotTop + plotHeight), (plotLeft + plotWidth, plotTop + plotHeight)], PictureInk.Soft);
        picture.Add(X.Title, plotLeft + (plotWidth / 2), plotTop + plotHeight + 36, anchor: PictureAnchor.Middle, ink: PictureInk.Soft);
        Legend(picture, plotLeft, top + 34);
        foreach (var series in Series.OrderByDescending(series => series.Faint)) Draw(picture, series, Place);
        return Place;

        (double X, double Y) Place(double x, double y) => (plotLeft + (X.Share(x) * plotWidth), plotTop + ((1 - Y.Share(y)) * plotHeight));
    }

    private static void Draw(Picture picture, ChartSeries series, Func<double, double, (double X, double Y)> place)
    {
        var points = series.Points.Where(point => double.IsFinite(point.Y)).Select(point => place(point.X, point.Y)).ToArray();
        if (points.Length > 1) picture.AddCurve(points, series.Ink, series.Faint ? 1.2 : 2.2, series.Faint ? 0.45 : 1);
        if (series.Faint || points.Length > MostMarks) return;
        foreach (var (x, y) in points) picture.AddDot(x, y, 3, series.Ink);
    }

    private void Legend(Picture picture, double left, double foot)
    {
        foreach (var series in Series)
        {
            picture.AddCurve([(left, foot - 4), (left + 18, foot - 4)], series.Ink, series.Faint ? 1.2 : 2.6, series.Faint ? 0.45 : 1);
            picture.Add(series.Name, left + 24, foot, ink: PictureInk.Soft);
            left += 24 + Picture.WidthOf(series.Name, picture.FontSize) + 18;
        }
    }
}

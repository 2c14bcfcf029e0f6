using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Training;

/// <summary>Draws the loss of a sweep against the rate.</summary>
internal static class LearningRateChart
{
    private const int Width = 800;
    private const int Height = 440;

    public static Picture Draw(LearningRateCurve curve)
    {
        var points = curve.Points;
        var x = ChartAxis.Powers("learning rate", points.Select(point => point.Rate));
        // the largest losses of a diverging sweep are clipped, so that the others remain visible
        var y = ChartAxis.Even("loss", points.Select(point => point.SmoothedLoss).Append(points.Min(point => point.Loss)));
        var chart = new LineChart(
            x,
            y,
            [
                new ChartSeries("loss", PictureInk.Orange, [.. points.Select(point => (point.Rate, point.Loss))], Faint: true),
                new ChartSeries("smoothed", PictureInk.Blue, [.. points.Select(point => (point.Rate, point.SmoothedLoss))]),
            ]);
        var picture = new Picture(Width, $"Loss by learning rate; {curve}");
        var place = chart.Draw(picture, "Loss by learning rate", 0, 0, Width, Height);
        if (curve.SuggestedRate is not { } rate) return picture;
        var (left, level) = place(rate, points.First(point => point.Rate == rate).SmoothedLoss);
        picture.AddCurve([(left, place(rate, y.Low).Y), (left, place(rate, y.High).Y)], PictureInk.Green, 1.4);
        picture.AddDot(left, level, 5, PictureInk.Green);
        var isRight = x.Share(rate) > 0.6;
        picture.Add(
            $"suggestion {ChartAxis.Text(rate)}",
            left + (isRight ? -8 : 8),
            place(rate, y.High).Y + 14,
            anchor: isRight ? PictureAnchor.End : PictureAnchor.Start,
            ink: PictureInk.Green);
        return picture;
    }
}

using GoogLeNetSharp.Training;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using OxyPlot.SkiaSharp;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Training curves and confusion matrix as PNG files.</summary>
internal static class Charts
{
    public static void WriteCurves(string path, IReadOnlyList<EpochSummary> epochs)
    {
        var plot = new PlotModel { Title = "Training", Background = OxyColors.White };
        plot.Legends.Add(new Legend { LegendPosition = LegendPosition.RightMiddle });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "epoch", MinimumMajorStep = 1, MinorTickSize = 0 });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = "loss", Key = "loss", Minimum = 0 });
        plot.Axes.Add(
            new LinearAxis { Position = AxisPosition.Right, Title = "accuracy, %", Key = "accuracy", Minimum = 0, Maximum = 100.5 });
        Add("training loss", "loss", OxyColors.SteelBlue, epoch => epoch.TrainingLoss);
        Add("validation loss", "loss", OxyColors.DarkOrange, epoch => epoch.ValidationLoss);
        Add("top-1", "accuracy", OxyColors.SeaGreen, epoch => 100 * epoch.Top1);
        Write(path, plot, width: 900, height: 500);

        void Add(string title, string axis, OxyColor color, Func<EpochSummary, double?> value)
        {
            var line = new LineSeries { Title = title, YAxisKey = axis, Color = color, MarkerType = MarkerType.Circle, MarkerFill = color };
            foreach (var epoch in epochs)
                if (value(epoch) is { } number) line.Points.Add(new DataPoint(epoch.Epoch, number));
            plot.Series.Add(line);
        }
    }

    public static void WriteConfusion(string path, ConfusionMatrix confusion, IReadOnlyList<string> labels)
    {
        var classes = confusion.Classes;
        var plot = new PlotModel { Title = "Images by actual and predicted class", Background = OxyColors.White };
        plot.Axes.Add(new CategoryAxis
        {
            Position = AxisPosition.Bottom,
            Title = "predicted",
            Key = "predicted",
            ItemsSource = labels,
            Angle = -45,
            GapWidth = 0,
        });
        plot.Axes.Add(new CategoryAxis
        {
            Position = AxisPosition.Left,
            Title = "actual",
            Key = "actual",
            ItemsSource = labels,
            GapWidth = 0,
            StartPosition = 1,
            EndPosition = 0,
        });
        var palette = OxyPalette.Interpolate(200, OxyColors.White, OxyColors.SteelBlue);
        plot.Axes.Add(new LinearColorAxis { Position = AxisPosition.Right, Palette = palette });
        var counts = new double[classes, classes];
        for (var actual = 0; actual < classes; actual++)
            for (var predicted = 0; predicted < classes; predicted++) counts[predicted, actual] = confusion[actual, predicted];
        plot.Series.Add(new HeatMapSeries
        {
            X0 = 0,
            X1 = classes - 1,
            Y0 = 0,
            Y1 = classes - 1,
            Data = counts,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
            XAxisKey = "predicted",
            YAxisKey = "actual",
            LabelFontSize = classes <= 20 ? 0.25 : 0,
            LabelFormatString = "0",
        });
        Write(path, plot, width: 800, height: 700);
    }

    private static void Write(string path, PlotModel plot, int width, int height)
    {
        using var file = File.Create(path);
        PngExporter.Export(plot, file, width, height);
    }
}

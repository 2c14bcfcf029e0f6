using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Training;

/// <summary>Draws training curves and confusion matrices, for files (<see cref="Picture.Save"/>: PNG or SVG) and pages.</summary>
public static class TrainingCharts
{
    private const int PanelWidth = 400;
    private const int PanelHeight = 320;
    private const int Gap = 24;

    /// <summary>Draws the curves by epoch, one panel each: losses, accuracies and metrics (with a validation set),
    /// learning rate.</summary>
    /// <param name="epochs">One or more epochs, as in <see cref="TrainingResult.Epochs"/>.</param>
    /// <returns>The picture, 824 pixels wide without validation, 1,248 with, and 424 more for each metric.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="epochs"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="epochs"/> is empty.</exception>
    public static Picture Curves(IReadOnlyList<EpochSummary> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0) throw new ArgumentException("epochs: expected one or more, got none.", nameof(epochs));
        var panels = Charts(epochs);
        var picture = new Picture((panels.Count * (PanelWidth + Gap)) - Gap, "Loss, accuracy and learning rate by epoch");
        for (var i = 0; i < panels.Count; i++)
        {
            panels[i].Chart.Draw(picture, panels[i].Title, i * (PanelWidth + Gap), 0, PanelWidth, PanelHeight);
        }
        return picture;
    }

    /// <summary>Draws a confusion matrix, with a row for each actual class and a column for each predicted class. Darker cells have a
    /// larger share of the row.</summary>
    /// <param name="confusion">The matrix.</param>
    /// <param name="classes">Names of the classes, or null for indices.</param>
    /// <returns>The picture. Names and counts are shown for up to 30 classes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="confusion"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of names is not the number of classes.</exception>
    public static Picture Confusion(ConfusionMatrix confusion, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        if (classes is not null && classes.Count != confusion.Classes)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"classes: expected one name for each of {confusion.Classes} classes, got {classes.Count}."),
                nameof(classes));
        }

        return ConfusionChart.Draw(confusion, classes);
    }

    /// <summary>The curves in pictures of their own, which a page may put below each other.</summary>
    internal static IEnumerable<Picture> Panels(IReadOnlyList<EpochSummary> epochs)
    {
        foreach (var (title, chart) in Charts(epochs))
        {
            var picture = new Picture(PanelWidth, $"{title} by epoch");
            chart.Draw(picture, title, 0, 0, PanelWidth, PanelHeight);
            yield return picture;
        }
    }

    private static List<(string Title, LineChart Chart)> Charts(IReadOnlyList<EpochSummary> epochs)
    {
        List<(string, LineChart)> panels =
        [
            ("Loss", Chart(epochs, "loss", null, ("training", PictureInk.Blue, epoch => epoch.TrainingLoss),
                ("validation", PictureInk.Orange, epoch => epoch.ValidationLoss))),
        ];
        if (epochs.Any(epoch => epoch.Top1 is not null))
        {
            panels.Add(("Validation accuracy, %", Chart(
                epochs, "%", null, ("top-1", PictureInk.Green, epoch => 100 * epoch.Top1),
                ("top-5", PictureInk.Orange, epoch => 100 * epoch.Top5))));
        }

        foreach (var name in epochs.SelectMany(epoch => epoch.Metrics?.Keys ?? []).Distinct())
        {
            panels.Add((name, Chart(epochs, name, null, ("validation", PictureInk.Green, Value))));

            double? Value(EpochSummary epoch) => epoch.Metrics?.TryGetValue(name, out var value) == true ? value : null;
        }

        panels.Add(("Learning rate of the last step", Chart(epochs, "rate", 0, ("rate", PictureInk.Blue, epoch => epoch.LearningRate))));
        return panels;
    }

    private static LineChart Chart(
        IReadOnlyList<EpochSummary> epochs, string title, double? low,
        params (string Name, PictureInk Ink, Func<EpochSummary, double?> Value)[] lines)
    {
        ChartSeries[] series =
        [
            .. lines.Select(line => new ChartSeries(
                line.Name, line.Ink, [.. epochs.Where(epoch => line.Value(epoch) is not null)
                    .Select(epoch => ((double)epoch.Epoch, line.Value(epoch)!.Value))]))
                .Where(line => line.Points.Count > 0),
        ];
        var x = ChartAxis.Even("epoch", epochs.Select(epoch => (double)epoch.Epoch), low: epochs[0].Epoch, whole: true);
        return new LineChart(x, ChartAxis.Even(title, series.SelectMany(line => line.Points).Select(point => point.Y), low), series);
    }
}

using GoogLeNetSharp.Training;
using Spectre.Console;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Shows the progress of a training on one line: a bar, and as many numbers as fit into the terminal.</summary>
internal static class ProgressLine
{
    private const int BarWidth = 12;

    // The bar, "100%", the spinner and the gaps between them.
    private const int Reserved = BarWidth + 4 + 2 + 4;

    // in the order in which they are dropped, least important first
    private static readonly Part[] LeastImportantFirst = [Part.Rate, Part.Speed, Part.Remaining, Part.Step, Part.Loss];

    private enum Part
    {
        Epoch,
        Step,
        Loss,
        Rate,
        Speed,
        Remaining,
    }

    /// <summary>Creates the columns: text, bar, percentage and spinner.</summary>
    public static ProgressColumn[] Columns() =>
    [
        new TaskDescriptionColumn { Alignment = Justify.Left },
        new ProgressBarColumn { Width = BarWidth },
        new PercentageColumn(),
        new SpinnerColumn(),
    ];

    /// <summary>Formats the text beside the bar.</summary>
    /// <param name="progress">Progress of the training.</param>
    /// <param name="width">Width of the terminal in characters.</param>
    public static string Text(TrainingProgress progress, int width)
    {
        var parts = Enum.GetValues<Part>().ToList();
        foreach (var part in LeastImportantFirst)
        {
            if (Join(progress, parts).Length <= width - Reserved) break;
            parts.Remove(part);
        }

        return Join(progress, parts);
    }

    private static string Join(TrainingProgress progress, IEnumerable<Part> parts) =>
        string.Join("  ", parts.Select(part => FormattableString.Invariant(Text(progress, part))));

    private static FormattableString Text(TrainingProgress progress, Part part) => part switch
    {
        Part.Epoch => $"epoch {progress.Epoch}/{progress.Epochs}",
        Part.Step => $"step {progress.Step}/{progress.Steps}",
        Part.Loss => $"loss {progress.Loss:F3}",
        Part.Rate => $"rate {progress.LearningRate:G3}",
        Part.Speed => $"{progress.ImagesPerSecond:F0} images/s",
        _ => $"{(long)progress.Remaining.TotalHours}:{progress.Remaining:mm\\:ss} left",
    };
}

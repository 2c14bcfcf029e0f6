using System.Globalization;
using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Training;

/// <summary>Writes a line per step and per validation as comma-separated values.</summary>
internal sealed class TrainingCsv : IDisposable
{
    /// <summary>The columns that every log has; metrics follow.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["step", "epoch", "loss", "learning_rate", "images_per_second", "validation_loss", "top1", "top5"];

    private const string NewLine = "\n";
    private const int ValidationLoss = 5;

    private readonly StreamWriter _writer;
    private readonly IReadOnlyList<string> _metrics;

    /// <summary>Opens the file. When resuming, lines of steps that will be repeated are removed. Pipes and devices only receive new
    /// lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The step after which training continues; 0 starts a new file.</param>
    /// <param name="validated">Whether the validation of that step, if any, is done.</param>
    /// <param name="metrics">Names of the metrics. They may differ from those before a resumption; a line has empty fields for those it
    /// lacks.</param>
    public TrainingCsv(string path, long step, bool validated, IReadOnlyList<string> metrics)
    {
        _metrics = metrics;
        string[] columns = [.. Columns, .. metrics];
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
        if (FileKinds.Of(path) is FileKind.Pipe or FileKind.Device)
        {
            _writer = new StreamWriter(AtomicFile.OpenSpecial(path)) { AutoFlush = true, NewLine = NewLine };
            _writer.WriteLine(string.Join(',', columns));
            return;
        }

        var kept = step > 0 && File.Exists(path) ? Behind(path, step, validated, columns) : [];
        // not in place, so that a kill in between does not lose lines
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(
            string.Concat(kept.Prepend(columns).Select(fields => string.Join(',', fields) + NewLine)))));
        _writer = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = NewLine };
    }

    public void Write(TrainingProgress progress)
    {
        var validation = progress.Validation;
        _writer.WriteLine(string.Join(',', (string[])
        [
            Text(progress.Step), Text(progress.Epoch), Text(progress.Loss), Text(progress.LearningRate), Text(progress.ImagesPerSecond),
            Text(validation?.Loss), Text(validation?.Top1), Text(validation?.Top5),
            .. _metrics.Select(name => Text(validation?.Metrics?[name])),
        ]));
    }

    public void Dispose() => _writer.Dispose();

    private static string[][] Behind(string path, long step, bool validated, string[] columns)
    {
        var lines = File.ReadAllLines(path).Select(line => line.Split(',')).ToArray();
        if (lines.Length == 0) return [];
        var places = columns.Select(column => Array.IndexOf(lines[0], column)).ToArray();
        return
        [
            .. lines.Skip(1).Where(IsBehind)
                .Select(fields => places.Select(place => place < 0 ? "" : fields[place]).ToArray()),
        ];

        // a line truncated by a kill has too few fields or no valid step
        bool IsBehind(string[] fields) => fields.Length == lines[0].Length && fields.Length > ValidationLoss
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var done)
            && (done < step || (done == step && (validated || fields[ValidationLoss].Length == 0)));
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}

using System.Globalization;
using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Training;

/// <summary>Writes a line per step and per validation as comma-separated values.</summary>
internal sealed class TrainingCsv : IDisposable
{
    private const string Header = "step,epoch,loss,learning_rate,images_per_second,validation_loss,top1,top5";
    private const string NewLine = "\n";

    private readonly StreamWriter _writer;

    /// <summary>Opens the file. When resuming, lines of steps that will be repeated are removed. Pipes and devices only receive new
    /// lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The step after which training continues; 0 starts a new file.</param>
    /// <param name="validated">Whether the validation of that step, if any, is done.</param>
    public TrainingCsv(string path, long step, bool validated)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
        if (FileKinds.Of(path) is FileKind.Pipe or FileKind.Device)
        {
            _writer = new StreamWriter(AtomicFile.OpenSpecial(path)) { AutoFlush = true, NewLine = NewLine };
            _writer.WriteLine(Header);
            return;
        }

        string[] kept = step > 0 && File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Where(IsBehind)] : [];
        // not in place, so that a kill in between does not lose lines
        AtomicFile.Write(path, stream =>
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(kept.Prepend(Header).Select(line => line + NewLine)))));
        _writer = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = NewLine };

        bool IsBehind(string line) => StepOf(line) is { } done
            && (done < step || (done == step && (validated || line.EndsWith(",,,", StringComparison.Ordinal))));
    }

    public void Write(TrainingProgress progress)
    {
        var validation = progress.Validation;
        _writer.WriteLine(string.Join(',', new[]
        {
            Text(progress.Step), Text(progress.Epoch), Text(progress.Loss), Text(progress.LearningRate), Text(progress.ImagesPerSecond),
            Text(validation?.Loss), Text(validation?.Top1), Text(validation?.Top5),
        }));
    }

    public void Dispose() => _writer.Dispose();

    // a line truncated by a kill has too few fields or no valid step
    private static long? StepOf(string line) =>
        line.Count(character => character == ',') == Header.Count(character => character == ',')
        && long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}

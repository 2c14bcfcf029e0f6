using System.Diagnostics;
using System.Globalization;

namespace GoogLeNetSharp.Tests.Training.Checkpoints;

/// <summary>A training process killed (SIGKILL) and started again: the short version of tests/kill_and_resume.sh.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class KillTests : IDisposable
{
    private const int Interval = 2;

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void TrainClassifier_KilledThreeTimes_LosesNoMoreThanTheIntervalAndEndsWithTheSameWeights()
    {
        Finish("whole").Should().NotContain("Going on from");
        foreach (var step in new[] { 2, 5, 8 })
        {
            using var process = Start("killed");
            WaitForStep(process, step);
            process.Kill();
            process.WaitForExit();
            (LastStep("killed") - LastCheckpoint()).Should().BeInRange(0, Interval);
        }

        Finish("killed").Should().Contain("Going on from checkpoint");

        File.ReadAllBytes(_directory["killed/weights.safetensors"]).AsSpan()
            .SequenceEqual(File.ReadAllBytes(_directory["whole/weights.safetensors"]))
            .Should().BeTrue("the weights are those of a training that was never killed, bit for bit");
    }

    private Process Start(string run)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, Environment = { ["OMP_NUM_THREADS"] = "1" } };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "TrainClassifier.dll"), "--output", _directory[run], "--resume", "--images", "40",
            "--size", "8",
            "--batch", "8", "--epochs", "2", "--precision", "Float32", "--checkpoint-every", $"{Interval}",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private string Finish(string run)
    {
        using var process = Start(run);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        return output;
    }

    private void WaitForStep(Process process, long step)
    {
        var clock = Stopwatch.StartNew();
        while (LastStep("killed") < step)
        {
            process.HasExited.Should().BeFalse();
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2));
            Thread.Sleep(5);
        }
    }

    // The last line may be cut short: lines are read while they are written.
    private long LastStep(string run)
    {
        var file = _directory[$"{run}/training.csv"];
        if (!File.Exists(file)) return 0;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var complete = reader.ReadToEnd().Split('\n')[..^1];
        return complete.Skip(1).Select(line => long.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)).LastOrDefault();
    }

    private long LastCheckpoint() => Directory.GetFiles(_directory["killed/checkpoints"], "step-*.safetensors")
        .Select(file => long.Parse(Path.GetFileNameWithoutExtension(file)["step-".Length..], CultureInfo.InvariantCulture))
        .DefaultIfEmpty().Max();
}

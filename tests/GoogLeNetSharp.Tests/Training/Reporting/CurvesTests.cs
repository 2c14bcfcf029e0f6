using GoogLeNetSharp.Training;
using Tensorboard;

namespace GoogLeNetSharp.Tests.Training.Reporting;

/// <summary>Training curves on disk: CSV and TensorBoard.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class CurvesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private TrainerOptions Options => new() { Epochs = 2, BatchSize = 8, CsvFile = _directory["curves/training.csv"] };

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Csv_HasALinePerStepAndPerValidation()
    {
        Fit(Options);

        var lines = File.ReadAllLines(Options.CsvFile!);
        lines[0].Should().Be("step,epoch,loss,learning_rate,images_per_second,validation_loss,top1,top5");
        lines.Skip(1).Select(line => string.Join(' ', line.Split(',')[..2])).Should().Equal("1 1", "2 1", "2 1", "3 2", "4 2", "4 2");
        lines[1].Should().EndWith(",,,");
        lines[3].Split(',').Should().HaveCount(8).And.NotContain("");
    }

    [Fact]
    internal void Csv_FileBesideIt_IsLeftAlone()
    {
        Directory.CreateDirectory(_directory["curves"]);
        File.WriteAllText(_directory["curves/training.csv.tmp"], "somebody else's");

        Fit(Options);

        File.ReadAllText(_directory["curves/training.csv.tmp"]).Should().Be("somebody else's");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    internal void Csv_AfterAResumption_IsThatOfNeverHavingStopped(int stopAfter)
    {
        Fit(Options);
        var whole = Curves();
        var options = Options with { Checkpoints = new CheckpointOptions(_directory["run"]) { Resume = true } };
        using var cancellation = new CancellationTokenSource();
        var stopping = new ProgressList(progress => { if (progress.Step == stopAfter) cancellation.Cancel(); });
        FluentActions.Invoking(() => Fit(options, stopping, cancellation.Token)).Should().Throw<OperationCanceledException>();
        // what a killed process did after its last checkpoint, cut short
        File.AppendAllText(options.CsvFile!, "9,9,0.1,0.1,1,,,\n10,9,0.");

        Fit(options);

        Curves().Should().Equal(whole);
    }

    [Fact]
    internal void TensorBoard_GetsTheScalarsOfEveryStepAndValidation()
    {
        var directory = _directory["board"];

        Fit(Options with { TensorBoardDirectory = directory });

        var events = Directory.GetFiles(directory).Should().ContainSingle().Which;
        Scalars(events).GroupBy(scalar => scalar.Tag)
            .ToDictionary(group => group.Key, group => string.Join(' ', group.Select(scalar => scalar.Step)))
            .Should().BeEquivalentTo(new Dictionary<string, string>
            {
                ["training/loss"] = "1 2 3 4",
                ["training/learning_rate"] = "1 2 3 4",
                ["training/images_per_second"] = "1 2 3 4",
                ["validation/loss"] = "2 4",
                ["validation/top1"] = "2 4",
                ["validation/top5"] = "2 4",
            });
    }

    // The lines without images/s, which no two trainings share.
    private string[] Curves() =>
        [.. File.ReadLines(Options.CsvFile!).Select(line => line.Split(','))
            .Select(fields => string.Join(' ', [.. fields[..4], .. fields[5..]]))];

    // A record is: length (8 bytes), its checksum (4), the event, its checksum (4).
    private static IEnumerable<(string Tag, long Step)> Scalars(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var length = (int)reader.ReadInt64();
            reader.ReadInt32();
            var record = Event.Parser.ParseFrom(reader.ReadBytes(length));
            reader.ReadInt32();
            foreach (var value in record.Summary?.Value ?? []) yield return (value.Tag, record.Step);
        }
    }

    private static void Fit(TrainerOptions options, ProgressList? progress = null, CancellationToken cancellationToken = default)
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(16, seed: 1);
        using var validation = MemoryDataset.Quadrants(8, seed: 2);
        new Trainer(model, options).Fit(training, validation, progress, cancellationToken);
    }
}

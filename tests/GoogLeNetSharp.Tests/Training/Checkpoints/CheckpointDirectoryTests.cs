using GoogLeNetSharp.Training;
using Microsoft.Extensions.Logging;

namespace GoogLeNetSharp.Tests.Training.Checkpoints;

/// <summary>A checkpoint directory that is not the trainer's alone: other files, links, another trainer.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class CheckpointDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private TrainerOptions Options => new()
    {
        Epochs = 2,
        BatchSize = 8,
        Checkpoints = new CheckpointOptions(Run) { EverySteps = 1, KeepLast = 1, Resume = true },
    };

    private string Run => _directory["run"];

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("step-0000000002-good.safetensors")]
    [InlineData("step-final.safetensors")]
    [InlineData("step-00000000002.safetensors")]
    [InlineData("step-2.safetensors")]
    [InlineData("step-٠٠٠٠٠٠٠٠٠٢.safetensors")]
    [InlineData("step-0000000002.safetensors.bak")]
    [InlineData("my-step-0000000002.safetensors")]
    internal void Fit_CopyUnderAnotherName_IsNeitherDeletedNorResumedFrom(string name)
    {
        var first = Fit(Options with { Epochs = 1 }).LastCheckpoint!;
        File.Copy(first, Path.Combine(Run, name));

        var result = Fit(Options);
        var progress = new ProgressList();
        Fit(Options with { Epochs = 3 }, progress);

        result.LastCheckpoint.Should().Be(Step(6));
        progress[0].Step.Should().Be(7, "the training goes on from its newest checkpoint");
        Files().Should().BeEquivalentTo(["best.safetensors", "step-0000000009.safetensors", name]);
    }

    [Fact]
    internal void Fit_OnlyCopiesUnderOtherNames_StartsAnew()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "step-final.safetensors"), "a copy");
        File.WriteAllText(Path.Combine(Run, "step-0000000002-good.safetensors"), "a copy");

        Fit(Options with { Checkpoints = new CheckpointOptions(Run) }).Steps.Should().Be(6);
    }

    [Fact]
    internal void Fit_StrayBest_IsNotThisTrainingsBest()
    {
        Directory.CreateDirectory(Run);
        var best = Path.Combine(Run, "best.safetensors");
        File.WriteAllText(best, "somebody else's");

        Fit(Options, validate: false).BestCheckpoint.Should().BeNull();

        File.ReadAllText(best).Should().Be("somebody else's");
    }

    [Fact]
    internal void Fit_StrayBestAndABestOfItsOwn_RenamesTheStray()
    {
        Directory.CreateDirectory(Run);
        var best = Path.Combine(Run, "best.safetensors");
        File.WriteAllText(best, "somebody else's");
        File.WriteAllText(best + ".1", "older");

        Fit(Options).BestCheckpoint.Should().Be(best);

        File.ReadAllText(best + ".2").Should().Be("somebody else's");
        File.ReadAllText(best + ".1").Should().Be("older");
        Checkpoint.LoadWeights(MemoryDataset.Network(), best);
    }

    [Fact]
    internal void Fit_BestReplacedByThatOfAnotherRun_IsNotThisTrainingsBest()
    {
        var other = Fit(Options with { Seed = 5, Checkpoints = new CheckpointOptions(_directory["other"]) }).BestCheckpoint!;
        var own = Fit(Options with { Epochs = 1 }).BestCheckpoint!;
        File.Copy(other, own, overwrite: true);
        var logger = new Lines();

        var result = Fit(Options with { Epochs = 1 }, logger: logger);

        result.BestCheckpoint.Should().BeNull();
        logger.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should()
            .Match($"Warning: {own} is not the checkpoint of this training's best top-1 accuracy, 0*; only later results are kept as best");
    }

    [Fact]
    internal void Fit_Resumed_KnowsItsBest()
    {
        var best = Fit(Options with { Epochs = 1 }).BestCheckpoint;

        Fit(Options with { Epochs = 1 }).BestCheckpoint.Should().Be(best).And.NotBeNull();
    }

    [Theory]
    [InlineData("step-0000000009.safetensors.0f3a.tmp", true)]
    [InlineData("best.safetensors.0f3a.tmp", true)]
    [InlineData("model.safetensors.0f3a.tmp", false)]
    [InlineData("step-final.safetensors.0f3a.tmp", false)]
    internal void Fit_TemporaryFile_IsDeletedWhereATrainerWroteIt(string name, bool deleted)
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, name), "half a file");

        Fit(Options);

        File.Exists(Path.Combine(Run, name)).Should().Be(!deleted);
    }

    [Fact]
    internal void Fit_TemporaryFileThatIsBeingWritten_IsLeftAlone()
    {
        Directory.CreateDirectory(Run);
        var path = Path.Combine(Run, "step-0000000009.safetensors.0f3a.tmp");
        using var writer = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        Fit(Options);

        File.Exists(path).Should().BeTrue();
    }

    [Fact]
    internal void Fit_DirectoryOfAnotherTrainer_NamesItsOwner()
    {
        var inner = "";
        var progress = new ProgressList(_ =>
        {
            if (inner.Length == 0)
                inner = FluentActions.Invoking(() => Fit(Options)).Should().Throw<InvalidOperationException>().Which.Message;
        });

        Fit(Options, progress);

        inner.Should().MatchRegex(
            $@"^The directory {Run} is in use by another training: process {Environment.ProcessId} \(.+\) on {Environment.MachineName}, "
            + @"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Wait until it ends, or use another directory\.$");
        Files().Should().Equal("best.safetensors", "step-0000000006.safetensors");
        Fit(Options);
    }

    [Fact]
    internal void Fit_DirectoryOfAKilledTrainer_IsFree()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, ".training.lock"), "");
        File.WriteAllText(Path.Combine(Run, ".training.owner"), "process 1 (gone) on nowhere");

        Fit(Options);

        Files().Should().Equal("best.safetensors", "step-0000000006.safetensors");
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("no/such/folder/file")]
    internal void Fit_NewestIsADanglingLink_GoesOnFromTheOneBeforeAndReplacesTheLink(string target)
    {
        Fit(Options with { Epochs = 1 });
        File.CreateSymbolicLink(Step(5), _directory[target]);
        var progress = new ProgressList();
        var logger = new Lines();

        Fit(Options, progress, logger: logger);

        progress[0].Step.Should().Be(4);
        logger.Should().ContainSingle(
            line => line.StartsWith($"Warning: Checkpoint {Step(5)} is damaged and skipped: ", StringComparison.Ordinal));
        Files().Should().Equal("best.safetensors", "step-0000000006.safetensors");
        File.Exists(_directory[target]).Should().BeFalse("nothing is written through the link");
    }

    [Fact]
    internal void Fit_DamagedNewest_IsNotKeptInThePlaceOfNewOnes()
    {
        Fit(Options with { Epochs = 1 });
        File.WriteAllText(Step(90), "damaged");

        Fit(Options).LastCheckpoint.Should().Be(Step(6));

        Files().Should().Equal("best.safetensors", "step-0000000006.safetensors", "step-0000000090.safetensors");
    }

    [Fact]
    internal void Fit_LinkToACheckpoint_IsPrunedWithoutItsTarget()
    {
        var first = Fit(Options with { Epochs = 1 }).LastCheckpoint!;
        File.Move(first, _directory["kept.safetensors"]);
        File.CreateSymbolicLink(first, _directory["kept.safetensors"]);

        Fit(Options);

        Files().Should().Equal("best.safetensors", "step-0000000006.safetensors");
        File.Exists(_directory["kept.safetensors"]).Should().BeTrue();
    }

    private TrainingResult Fit(TrainerOptions options, ProgressList? progress = null, ILogger? logger = null, bool validate = true)
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        using var validation = MemoryDataset.Quadrants(8, seed: 2);
        return new Trainer(model, options, logger).Fit(training, validate ? validation : null, progress);
    }

    private string Step(long step) => Path.Combine(Run, $"step-{step:D10}.safetensors");

    private IEnumerable<string> Files() => Directory.GetFiles(Run).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Add($"{logLevel}: {formatter(state, exception)}");
    }
}

using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Checkpoints;

/// <summary>Checkpoint files: which are kept, what is refused, what a damaged one costs.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private TrainerOptions Options => new()
    {
        Epochs = 2,
        BatchSize = 8,
        MovingAverageDecay = 0.5,
        Checkpoints = new CheckpointOptions(Run) { EverySteps = 2, KeepLast = 2, Resume = true },
    };

    private string Run => _directory["run"];

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Fit_EveryTwoSteps_KeepsTheLastTwoAndTheBest()
    {
        var result = Fit(Options);       // 2 epochs of 3 steps: saved at 2, 3, 4, 6

        Files().Should().Equal("best.safetensors", "step-0000000004.safetensors", "step-0000000006.safetensors");
        result.LastCheckpoint.Should().Be(Path.Combine(Run, "step-0000000006.safetensors"));
        result.BestCheckpoint.Should().Be(Path.Combine(Run, "best.safetensors"));
    }

    [Fact]
    internal void Fit_NoValidationOrBestNotWanted_KeepsNoBest()
    {
        Fit(Options with { Checkpoints = Options.Checkpoints! with { KeepBest = false } }).BestCheckpoint.Should().BeNull();

        Files().Should().NotContain("best.safetensors");
    }

    [Fact]
    internal void Checkpoint_IsASafetensorsFile_OfNetworkOptimizerAndAverage()
    {
        var result = Fit(Options);

        var names = StateDictFile.Inspect(result.LastCheckpoint!).Tensors.Select(tensor => tensor.Name);
        names.Should().Contain(["model.conv.weight", "model.bn.running_mean", "optimizer.conv.weight.momentum_buffer", "average.fc.bias"]);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("flipped bit in the tensors")]
    [InlineData("flipped bit in the state")]
    [InlineData("empty")]
    [InlineData("text")]
    internal void Fit_LatestDamaged_GoesOnFromTheOneBefore(string damage)
    {
        var path = Fit(Options).LastCheckpoint!;
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, damage switch
        {
            "truncated" => bytes[..^100],
            "flipped bit in the tensors" => [.. bytes[..^50], (byte)(bytes[^50] ^ 1), .. bytes[^49..]],
            "flipped bit in the state" => Replace(bytes, "\\\"Step\\\":6", "\\\"Step\\\":7", "\\u0022Step\\u0022:6",
                "\\u0022Step\\u0022:7"),
            "empty" => [],
            _ => "not a checkpoint"u8.ToArray(),
        });
        var progress = new ProgressList();

        Fit(Options, progress);

        progress.Select(report => report.Step).Should().Equal(5, 6, 6);     // two steps and the validation
    }

    [Fact]
    internal void Fit_AllDamaged_SaysSo()
    {
        Fit(Options);
        foreach (var file in Directory.GetFiles(Run)) File.WriteAllText(file, "");

        FluentActions.Invoking(() => Fit(Options)).Should().Throw<InvalidDataException>()
            .WithMessage($"The directory {Run} holds 2 checkpoints, all damaged: delete them to start again, or use another directory.");
    }

    [Fact]
    internal void Fit_DirectoryInUseWithoutResume_SaysHowToGoOn()
    {
        Fit(Options);

        FluentActions.Invoking(() => Fit(Options with { Checkpoints = new CheckpointOptions(Run) })).Should()
            .Throw<InvalidOperationException>()
            .WithMessage(
                $"The directory {Run} contains checkpoints, the latest step-0000000006.safetensors: set Resume to go on from there, or "
                + $"use another directory.");
    }

    [Fact]
    internal void Fit_ResumedWithOtherSettings_NamesThem()
    {
        var path = Fit(Options).LastCheckpoint;

        FluentActions.Invoking(() => Fit(Options with { BatchSize = 4, Seed = 3, Optimizer = new OptimizerSettings.AdamW() }))
            .Should().Throw<InvalidOperationException>().WithMessage(
                $"{path} was saved with other settings: Optimizer was Sgd, is AdamW; BatchSize was 8, is 4; Seed was 0, is 3. "
                + "Resume with the same, or use another directory.");
    }

    [Fact]
    internal void LoadWeights_OfAnotherNetwork_NamesWhatDiffersAndChangesNothing()
    {
        var path = Fit(Options).LastCheckpoint!;
        using var other = nn.Sequential(("conv", nn.Conv2d(3, 9, 3)), ("bn", nn.BatchNorm2d(8)),
            ("last", nn.Linear(32, 4, hasBias: false)));
        using var before = other.get_parameter("conv.bias")!.detach().clone();

        FluentActions.Invoking(() => Checkpoint.LoadWeights(other, path)).Should().Throw<InvalidOperationException>().WithMessage(
            $"{path} was saved from another network: conv.bias has shape [8], the network shape [9]; conv.weight has shape [8, 3, 3, 3], "
            + $"the network shape [9, 3, 3, 3]; "
            + "fc.bias is not in the network; fc.weight is not in the network; last.weight is missing.");
        Bitwise.Same(other.get_parameter("conv.bias")!, before).Should().BeTrue();
    }

    [Fact]
    internal void LoadWeights_WithAnAverage_LoadsTheAverage()
    {
        using var trained = MemoryDataset.Network();
        var path = Fit(Options, model: trained).LastCheckpoint!;
        using var loaded = MemoryDataset.Network(seed: 5);

        Checkpoint.LoadWeights(loaded, path);

        var weights = loaded.state_dict();
        foreach (var (name, weight) in trained.state_dict())
        {
            Bitwise.Same(weights[name], weight).Should().BeTrue("{0} is that of the trained network", name);
        }
    }

    [Fact]
    internal void LoadWeights_FileOfAnotherKind_SaysWhatIsMissing()
    {
        using var model = MemoryDataset.Network();
        var path = _directory["weights.safetensors"];
        model.SaveWeights(path);

        FluentActions.Invoking(() => Checkpoint.LoadWeights(model, path)).Should().Throw<InvalidDataException>().WithMessage(
            $"{path}: expected a training checkpoint, got a file without \"googlenetsharp.training\" and \"googlenetsharp.sha256\" in "
            + $"its metadata.");
    }

    [Fact]
    internal void Fit_LeftoverOfAKilledProcess_IsDeleted()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "step-0000000009.safetensors.0123.tmp"), "half a file");

        Fit(Options);

        Files().Should().NotContain(file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static byte[] Replace(byte[] bytes, params string[] pairs)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var changed = pairs.Chunk(2).Aggregate(text, (current, pair) => current.Replace(pair[0], pair[1], StringComparison.Ordinal));
        changed.Should().NotBe(text);
        return System.Text.Encoding.Latin1.GetBytes(changed);
    }

    private static TrainingResult Fit(TrainerOptions options, ProgressList? progress = null, nn.Module<Tensor, Tensor>? model = null)
    {
        using var own = model is null ? MemoryDataset.Network() : null;
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        using var validation = MemoryDataset.Quadrants(8, seed: 2);
        return new Trainer(model ?? own!, options).Fit(training, validation, progress);
    }

    private IEnumerable<string> Files() => Directory.GetFiles(Run).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}

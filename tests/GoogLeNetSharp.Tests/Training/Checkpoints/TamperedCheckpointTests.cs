using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Checkpoints;

/// <summary>Checkpoints that were changed under a right hash: refused before the network has changed.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TamperedCheckpointTests : IDisposable
{
    private const string StateKey = "googlenetsharp.training";

    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory["run"];

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Settings", null)]
    [InlineData("Epochs", null)]
    [InlineData("Epochs", "[null]")]
    [InlineData("Epochs", "[]")]
    [InlineData("Step", "-1")]
    [InlineData("Step", "7")]
    [InlineData("Epoch", "1000000")]
    [InlineData("StepInEpoch", "99")]
    [InlineData("ImagesSeen", "5")]
    [InlineData("LossSum", "1e999")]
    [InlineData("Step", "\"three\"")]
    internal void Fit_StateChanged_IsPassedOverAndChangesNothing(string property, string? value)
    {
        Fit("Sgd");
        Change((state, _) => state[property] = value is null ? null : JsonNode.Parse(value));

        ShouldBeRefused("Sgd");
    }

    [Theory]
    [InlineData("Sgd", "momentum_buffer", "one")]
    [InlineData("Sgd", "momentum_buffer", "row")]
    [InlineData("Sgd", "momentum_buffer", "whole numbers")]
    [InlineData("Sgd", "momentum_buffer", "renamed")]
    [InlineData("AdamW", "exp_avg", "one")]
    [InlineData("AdamW", "exp_avg_sq", "transposed")]
    [InlineData("AdamW", "exp_avg", "renamed")]
    [InlineData("AdamW", "step", "row")]
    [InlineData("AdamW", "step", "negative")]
    internal void Fit_OptimizerChanged_IsPassedOverAndChangesNothing(string optimizer, string buffer, string change)
    {
        Fit(optimizer);
        Change((_, tensors) =>
        {
            var name = $"optimizer.fc.weight.{buffer}";
            var saved = tensors[name];
            tensors.Remove(name);
            tensors[change == "renamed" ? $"optimizer.conv2.weight.{buffer}" : name] = change switch
            {
                "one" => ones(1),
                "row" => saved.dim() == 0 ? saved.expand(2).contiguous() : saved[0].clone(),
                "whole numbers" => saved.to(ScalarType.Int64),
                "transposed" => saved.t().contiguous(),
                "negative" => tensor(-1L),
                _ => saved,
            };
        });

        ShouldBeRefused(optimizer);
    }

    [Theory]
    [InlineData("model.fc.weight", "fc.weight has shape [1], the network shape [4, 32]")]
    [InlineData("average.fc.weight", "fc.weight has shape [1], the network shape [4, 32]")]
    [InlineData("model.bn.num_batches_tracked", "bn.num_batches_tracked has shape [1], the network shape []")]
    internal void LoadWeightsAndFit_TensorOfAnotherShape_IsRefusedAndChangesNothing(string name, string problem)
    {
        Fit("Sgd");
        var path = Change((_, tensors) => tensors[name] = ones(1));
        using var model = MemoryDataset.Network(seed: 8);
        using var untouched = MemoryDataset.Network(seed: 8);

        FluentActions.Invoking(() => Checkpoint.LoadWeights(model, path)).Should().Throw<InvalidOperationException>()
            .WithMessage($"{path} was saved from another network: {problem}.");
        FluentActions.Invoking(() => Fit("Sgd", model)).Should().Throw<InvalidOperationException>()
            .WithMessage($"{path} was saved from another network: {problem}.");

        ShouldBeAlike(model, untouched);
    }

    [Fact]
    internal void LoadWeights_TensorOfAnotherType_IsRefused()
    {
        Fit("Sgd");
        var path = Change((_, tensors) => tensors["model.fc.bias"] = ones(4, ScalarType.Bool));
        using var model = MemoryDataset.Network();

        FluentActions.Invoking(() => Checkpoint.LoadWeights(model, path)).Should().Throw<InvalidOperationException>()
            .WithMessage($"{path} was saved from another network: fc.bias has type Bool, the network Float32.");
    }

    [Fact]
    internal void Fit_FileOfAnotherStep_IsPassedOver()
    {
        var path = Fit("Sgd").LastCheckpoint!;
        File.Move(path, Path.Combine(Run, "step-0000000009.safetensors"));

        FluentActions.Invoking(() => Fit("Sgd")).Should().Throw<InvalidDataException>()
            .WithInnerException<InvalidDataException>().WithMessage("*: holds step 3, not the one in its name.");
    }

    [Fact]
    internal void Fit_ResumedWithOtherFrozenLayers_IsRefused()
    {
        var path = Fit("Sgd").LastCheckpoint;
        using var model = MemoryDataset.Network();
        model.get_parameter("conv.weight")!.requires_grad = false;
        model.get_parameter("conv.bias")!.requires_grad = false;

        FluentActions.Invoking(() => Fit("Sgd", model)).Should().Throw<InvalidOperationException>().WithMessage(
            $"{path} was saved with other settings: \"conv.weight\" (and 1 more) was trained, is frozen. Resume with the same, or use "
            + $"another directory.");
    }

    [Fact]
    internal void Fit_ResumedWithOtherSettings_SaysSoInTheInvariantCulture()
    {
        Fit("Sgd");
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus ";
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            FluentActions.Invoking(() => Fit("Sgd", seed: -3)).Should().Throw<InvalidOperationException>()
                .WithMessage("*: Seed was 0, is -3. Resume*");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private TrainingResult Fit(string optimizer, nn.Module<Tensor, Tensor>? model = null, long seed = 0)
    {
        using var own = model is null ? MemoryDataset.Network() : null;
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        var options = new TrainerOptions
        {
            Epochs = 1,
            BatchSize = 8,
            Seed = seed,
            MovingAverageDecay = 0.5,
            Optimizer = optimizer == "Sgd" ? new OptimizerSettings.Sgd() : new OptimizerSettings.AdamW(),
            Checkpoints = new CheckpointOptions(Run) { Resume = true },
        };
        return new Trainer(model ?? own!, options).Fit(training);
    }

    private void ShouldBeRefused(string optimizer)
    {
        using var model = MemoryDataset.Network(seed: 8);
        using var untouched = MemoryDataset.Network(seed: 8);

        FluentActions.Invoking(() => Fit(optimizer, model)).Should().Throw<InvalidDataException>()
            .WithMessage($"The directory {Run} holds 1 checkpoints, all damaged: delete them to start again, or use another directory.")
            .WithInnerException<InvalidDataException>().WithMessage($"{Path.Combine(Run, "step-0000000003.safetensors")}: *");

        ShouldBeAlike(model, untouched);
    }

    private static void ShouldBeAlike(nn.Module actual, nn.Module expected)
    {
        var weights = actual.state_dict();
        foreach (var (name, weight) in expected.state_dict())
        {
            Bitwise.Same(weights[name], weight).Should().BeTrue("{0} has not changed", name);
        }
    }

    // Writes the file anew as the trainer would: with the right hash.
    private string Change(Action<JsonObject, Dictionary<string, Tensor>> change)
    {
        var path = Path.Combine(Run, "step-0000000003.safetensors");
        using var file = StateDictFile.Read(path);
        var state = JsonNode.Parse(file.Metadata[StateKey])!.AsObject();
        var tensors = file.ToDictionary();
        change(state, tensors);
        var json = state.ToJsonString(new JsonSerializerOptions { WriteIndented = false });
        StateDictFile.Write(path, tensors,
            new Dictionary<string, string> { [StateKey] = json, ["googlenetsharp.sha256"] = CheckpointFile.Hash(json, tensors) });
        return path;
    }
}

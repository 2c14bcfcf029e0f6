using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Rates and weight decays of groups of parameters, by one step whose gradient is known.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ParameterGroupTests
{
    private static readonly TrainerOptions OneStep = new()
    {
        Epochs = 1,
        BatchSize = 8,
        Schedule = new LearningRateSchedule.Constant(),
        Precision = TrainingPrecision.Float32,
        Loss = (logits, _) => logits.mean(),        // to the bias of 4 logits: 1/4
    };

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 0.1)]
    [InlineData(false, 0.1)]
    internal void Sgd_OneStep_TakesRateTimesFactorTimesGradientAndDecay(bool decaysBiases, double factor)
    {
        using var scope = NewDisposeScope();
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();
        var bias = model.get_parameter("fc.bias")!;
        var before = bias.detach().clone();

        new Trainer(model, OneStep with
        {
            Optimizer = new OptimizerSettings.Sgd(0.5, momentum: 0, weightDecay: 0.2) { DecaysNormsAndBiases = decaysBiases },
            ParameterGroups = [new ParameterGroup("fc") { RateFactor = factor }],
        }).Fit(images);

        var expected = before - (0.5 * factor * (0.25 + ((decaysBiases ? 0.2 : 0) * before)));
        (bias - expected).abs().max().item<float>().Should().BeLessThan(1e-6f);
    }

    [Fact]
    internal void AdamW_OneStep_TakesTheRateOfTheFirstGroupThatHasTheParameter()
    {
        using var scope = NewDisposeScope();
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();
        var bias = model.get_parameter("fc.bias")!;
        var before = bias.detach().clone();

        new Trainer(model, OneStep with
        {
            Optimizer = new OptimizerSettings.AdamW(0.01, weightDecay: 0.5),
            ParameterGroups = [new ParameterGroup("fc.bias") { RateFactor = 2, WeightDecay = 0 },
                new ParameterGroup("fc") { RateFactor = 50 }],
        }).Fit(images);

        // Adam's first step is the rate itself.
        (bias - before + 0.02).abs().max().item<float>().Should().BeLessThan(1e-6f);
    }

    [Theory]
    [InlineData("inception3a")]
    [InlineData("f")]
    internal void Group_WithoutParameter_IsRefused(string path)
    {
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();

        FluentActions.Invoking(() => new Trainer(model, OneStep with { ParameterGroups = [new ParameterGroup(path)] }).Fit(images)).Should()
            .Throw<ArgumentException>().WithMessage(
                $"ParameterGroups: the network has no parameter to train at \"{path}\". (Parameter 'options')");
    }
}

using System.Text.Json;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Trainings in agreement with PyTorch: optimizers, schedules, clipping, smoothing, averaging. See
/// Reference/make_training_reference.py.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainerReferenceTests
{
    private const int Images = 12;
    private const double Tolerance = 2e-5;

    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText("Training/Reference/training_reference.json"))
        .RootElement;

    private static TrainerOptions Options(string training) => training switch
    {
        "sgd" => new() { Optimizer = new OptimizerSettings.Sgd(0.5, 0.9, weightDecay: 5e-4) },
        "nesterov" => new()
        {
            Optimizer = new OptimizerSettings.Sgd(0.3, 0.9, nesterov: true, weightDecay: 0.01),
            Schedule = new LearningRateSchedule.Step(2, 0.5),
            LabelSmoothing = 0.1,
        },
        "plain" =>
            new()
            {
                Optimizer = new OptimizerSettings.Sgd(2, momentum: 0),
                Schedule = new LearningRateSchedule.Poly(),
                ClipGradientNorm = 0.5
            },
        "adamw" => new() { Optimizer = new OptimizerSettings.AdamW(0.05, 0.8, 0.95, 1e-6, 0.1) },
        "averaged" =>
            new() { Optimizer = new OptimizerSettings.Sgd(0.5), Schedule = new LearningRateSchedule.Constant(), MovingAverageDecay = 0.3 },
        "weighted" => new()
        {
            Optimizer = new OptimizerSettings.Sgd(0.5),
            Schedule = new LearningRateSchedule.Constant(),
            ClipGradientNorm = 1,
            LabelSmoothing = 0.1,
            ClassWeights = [1, 2, 0.5, 3, 0.25],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(training)),
    };

    [Theory]
    [InlineData("sgd", true, 1)]
    [InlineData("sgd", false, 1)]
    [InlineData("sgd", true, 3)]
    [InlineData("nesterov", true, 1)]
    [InlineData("plain", true, 1)]
    [InlineData("plain", true, 2)]
    [InlineData("adamw", true, 1)]
    [InlineData("adamw", false, 4)]
    [InlineData("averaged", true, 1)]
    [InlineData("weighted", true, 1)]
    [InlineData("weighted", true, 3)]
    [InlineData("weighted", false, 4)]
    internal void Fit_AgainstPyTorch_GivesItsLossesAndWeights(string training, bool channelsLast, int accumulation)
    {
        var expected = Reference.GetProperty("trainings").GetProperty(training);
        using var model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 5));
        Start(model);
        using var dataset = Dataset();
        var progress = new ProgressList();
        var options = Options(training) with
        {
            Epochs = 6,
            BatchSize = Images / accumulation,
            AccumulationSteps = accumulation,
            ChannelsLast = channelsLast,
        };

        new Trainer(model, options).Fit(dataset, progress: progress);

        progress.Select(step => step.Loss).Should()
            .Equal(Numbers(expected.GetProperty("losses")), (actual, wanted) => Math.Abs(actual - wanted) < Tolerance);
        var parameters = model.parameters().ToArray();
        parameters.Select(parameter => (double)parameter.sum().item<float>())
            .Should().Equal(Numbers(expected.GetProperty("sums")), (actual, wanted) => Math.Abs(actual - wanted) < 20 * Tolerance);
        parameters.Select(parameter => (double)parameter.norm().item<float>())
            .Should().Equal(Numbers(expected.GetProperty("norms")), (actual, wanted) => Math.Abs(actual - wanted) < 20 * Tolerance);
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].detach().contiguous().flatten()[..4].data<float>().Select(value => (double)value)
                .Should().Equal(Numbers(expected.GetProperty("first")[i]), (actual, wanted) => Math.Abs(actual - wanted) < Tolerance);
        }
    }

    [Fact]
    internal void Fit_LastBatchMerged_IsThatOfAllImages()
    {
        using var model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 5));
        Start(model);
        using var dataset = Dataset();
        var progress = new ProgressList();

        new Trainer(model, Options("sgd") with { Epochs = 6, BatchSize = 8, LastBatch = LastBatch.Merge }).Fit(dataset, progress: progress);

        progress.Select(step => step.Loss).Should().Equal(
            Numbers(Reference.GetProperty("trainings").GetProperty("sgd").GetProperty("losses")), (actual, wanted) =>
                Math.Abs(actual - wanted) < Tolerance);
    }

    [Theory]
    [InlineData("step")]
    [InlineData("poly")]
    [InlineData("cosine")]
    internal void Schedule_AgainstPyTorch_GivesItsRates(string name)
    {
        LearningRateSchedule schedule = name switch
        {
            "step" => new LearningRateSchedule.Step(2, 0.5),
            "poly" => new LearningRateSchedule.Poly(),
            _ => new LearningRateSchedule.Cosine(),
        };

        Enumerable.Range(0, 18).Select(step => schedule.Factor(step, stepsPerEpoch: 3, epochs: 6))
            .Should().Equal(Numbers(Reference.GetProperty("rates").GetProperty(name)),
                (actual, wanted) => Math.Abs(actual - wanted) < 1e-9);
    }

    private static MemoryDataset Dataset() =>
        new(Wave([Images, 3, 8, 8], 0.13, 1), tensor([.. Enumerable.Range(0, Images).Select(i => i % 5L)]));

    private static void Start(nn.Module model)
    {
        using var noGradient = no_grad();
        foreach (var parameter in model.parameters())
        {
            using var start = Wave(parameter.shape, 0.7, 0.2);
            parameter.copy_(start);
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static Tensor Wave(long[] shape, double frequency, double scale)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(scale * Math.Sin(1 + (frequency * i)));
        return tensor(values, shape);
    }
}

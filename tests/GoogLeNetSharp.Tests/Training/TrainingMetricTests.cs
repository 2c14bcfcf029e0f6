using GoogLeNetSharp.Tests.Training.Parallel;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Metrics of the caller's: what they get, and where their numbers come out.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainingMetricTests : IDisposable
{
    private static readonly TrainingMetric Confidence =
        new("confidence", (logits, _) => logits.softmax(1).amax([1]).mean().to(ScalarType.Float64).item<double>());

    private static readonly TrainingMetric Labels = new("labels", (_, labels) => labels.sum().item<long>());

    private readonly TemporaryDirectory _directory = new();

    private TrainerOptions Quick => new()
    {
        Epochs = 2,
        BatchSize = 8,
        Metrics = [Confidence, Labels],
        CsvFile = _directory["log.csv"],
        Precision = TrainingPrecision.Float32,
    };

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Evaluate_Metric_GetsAllLogitsAndLabelsInOrder()
    {
        using var model = nn.Flatten();
        using var dataset = new MemoryDataset(
            tensor(new float[,] { { 1, 0 }, { 3, 0 }, { 0, 2 } }).reshape(3, 2, 1, 1), tensor(new long[] { 1, 0, 1 }));
        (float[] Logits, long[] Shape, long[] Labels)? seen = null;
        var metric = new TrainingMetric("seen", (logits, labels) =>
        {
            seen = (logits.data<float>().ToArray(), logits.shape, labels.data<long>().ToArray());
            return 7;
        });

        var result = new Trainer(model, new TrainerOptions { BatchSize = 2, Metrics = [metric] }).Evaluate(dataset);

        seen!.Value.Logits.Should().Equal(1, 0, 3, 0, 0, 2);
        seen.Value.Shape.Should().Equal(3, 2);
        seen.Value.Labels.Should().Equal(1, 0, 1);
        result.Metrics.Should().Equal(new Dictionary<string, double> { ["seen"] = 7 });
        result.ToString().Should().EndWith(", 3 images, seen 7");
    }

    [Fact]
    internal void Fit_Metrics_StandInEpochsResultAndLog()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        using var validation = MemoryDataset.Quadrants(10, seed: 2);

        var result = new Trainer(model, Quick).Fit(training, validation);

        result.Epochs.Should().OnlyContain(epoch => epoch.Metrics!["labels"] == 13 && epoch.Metrics["confidence"] > 0.25);
        result.Validation!.Metrics!["confidence"].Should().Be(result.Epochs[1].Metrics!["confidence"]);
        var lines = File.ReadAllLines(_directory["log.csv"]).Select(line => line.Split(',')).ToArray();
        lines[0][^2..].Should().Equal("confidence", "labels");
        lines[4][^1].Should().Be("13");
        lines[3][^2..].Should().Equal("", "");
        TrainingCharts.Curves(result.Epochs).Width.Should().Be(1248 + (2 * 424));
        LiveTensors.LeftBy(() => new Trainer(model, Quick).Evaluate(validation)).Should().Be(0);
    }

    [Fact]
    internal void Fit_Resumed_KeepsMetricsOfBeforeAlsoUndefinedOnes()
    {
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        var options = Quick with
        {
            Metrics = [Labels, new TrainingMetric("undefined", (_, _) => double.NaN)],
            Checkpoints = new CheckpointOptions(_directory["run"]) { Resume = true },
        };
        using (var model = MemoryDataset.Network()) new Trainer(model, options).Fit(training, training);

        using var resumed = MemoryDataset.Network();
        var result = new Trainer(resumed, options with { Epochs = 3, Metrics = [Confidence, Labels] }).Fit(training, training);

        result.Epochs.Select(epoch => epoch.Metrics!.ContainsKey("undefined")).Should().Equal(true, true, false);
        result.Epochs[0].Metrics!["undefined"].Should().Be(double.NaN);
        result.Epochs[0].Metrics!.ToString().Should().Be("labels 36, undefined NaN");
        var lines = File.ReadAllLines(_directory["log.csv"]).Select(line => line.Split(',')).ToArray();
        lines.Should().HaveCount(13).And.OnlyContain(fields => fields.Length == 10);
        lines[4][^2..].Should().Equal("", "36");
        lines[12][^1].Should().Be("36");
    }

    [Fact]
    internal void Fit_TwoProcesses_MeasureAllImages()
    {
        var results = LocalTraining.Run(2, communicator =>
        {
            using var model = LocalTraining.Make(() => MemoryDataset.Network());
            using var images = MemoryDataset.Quadrants(13, seed: 1);
            return new Trainer(model, Quick with { CsvFile = null, Communicator = communicator }).Evaluate(images);
        });
        using var alone = MemoryDataset.Network();
        using var dataset = MemoryDataset.Quadrants(13, seed: 1);

        var expected = new Trainer(alone, Quick with { CsvFile = null }).Evaluate(dataset).Metrics!;

        foreach (var result in results)
        {
            result.Metrics!["labels"].Should().Be(expected["labels"]);
            result.Metrics["confidence"].Should().BeApproximately(expected["confidence"], 1e-6);
        }
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("top1")]
    [InlineData(" ")]
    internal void Constructor_NameThatIsNoColumn_Throws(string name) => FluentActions.Invoking(() => new TrainingMetric(name, (_, _) => 0))
        .Should().Throw<ArgumentException>().WithMessage(
            "name: expected one without commas, quotes and line breaks that is none of step, epoch, loss, learning_rate, "
            + $"images_per_second, validation_loss, top1, top5, got \"{name}\".*");

    [Fact]
    internal void Metrics_OfOneName_Throw() => FluentActions.Invoking(() => new TrainerOptions { Metrics = [Labels, Labels] })
        .Should().Throw<ArgumentException>().WithMessage("Metrics: \"labels\" comes twice.*");
}

using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Parallel;

/// <summary>Several processes, here threads, train as one would.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class DataParallelTests
{
    private const double FloatRounding = 1e-5;

    private static readonly TrainerOptions Plain = new()
    {
        Epochs = 4,
        BatchSize = 8,
        Seed = 3,
        Optimizer = new OptimizerSettings.Sgd(0.05),
    };

    private static readonly Dictionary<string, TrainerOptions> Variants = new()
    {
        ["sgd"] = Plain,
        ["adamw"] = Plain with { Optimizer = new OptimizerSettings.AdamW(0.01, weightDecay: 0.05) },
        ["accumulation, average, clipping, weights"] = Plain with
        {
            BatchSize = 5,
            AccumulationSteps = 2,
            MovingAverageDecay = 0.8,
            ClipGradientNorm = 0.5,
            LabelSmoothing = 0.1,
            ClassWeights = [1, 2, 0.5, 3],
            LastBatch = LastBatch.Merge,
        },
        ["channels first"] = Plain with { ChannelsLast = false },
    };

    /// <summary>Number of processes, and the options.</summary>
    public static TheoryData<int, string> Groups()
    {
        var data = new TheoryData<int, string>();
        foreach (var variant in Variants.Keys) data.Add(2, variant);
        data.Add(3, "sgd");
        data.Add(4, "accumulation, average, clipping, weights");
        return data;
    }

    [Theory]
    [MemberData(nameof(Groups))]
    internal void Fit_SeveralProcesses_GivesTheWeightsOfOneAfter20Steps(int processes, string variant)
    {
        var options = Variants[variant];
        // it divides by the root of gradients that may be no larger than their rounding
        var rounding = variant == "adamw" ? 10 * FloatRounding : FloatRounding;
        var expected = LocalTraining.Fit(1, options, images: 40, LocalTraining.Blocks)[0];
        var actual = LocalTraining.Fit(processes, options, images: 40, LocalTraining.Blocks);

        expected.Result.Steps.Should().BeGreaterThanOrEqualTo(16);
        foreach (var (result, weights) in actual)
        {
            LocalTraining.Difference(expected.Weights, weights).Should().BeLessThan(rounding);
            result.Steps.Should().Be(expected.Result.Steps);
            result.Validation!.Images.Should().Be(13);
            result.Validation.Top1.Should().Be(expected.Result.Validation!.Top1);
            result.Validation.Loss.Should().BeApproximately(expected.Result.Validation.Loss, 1e-5);
            result.Validation.Confusion.ToString().Should().Be(expected.Result.Validation.Confusion.ToString());
            foreach (var (epoch, one) in result.Epochs.Zip(expected.Result.Epochs))
            {
                epoch.TrainingLoss.Should().BeApproximately(one.TrainingLoss, 1e-5);
            }
        }
    }
}

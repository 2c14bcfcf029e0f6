using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Validation: loss, top-1, top-5 and confusion matrix of logits worked by hand.</summary>
public sealed class EvaluationTests
{
    // The "images" are the logits.
    private static MemoryDataset Logits(float[,] logits, params long[] labels) =>
        new(tensor(logits).reshape(logits.GetLength(0), logits.GetLength(1), 1, 1), tensor(labels));

    [Fact]
    internal void Evaluate_LogitsWorkedByHand_CountsThem()
    {
        using var model = nn.Flatten();
        using var dataset = Logits(
            new float[,]
            {
                { 9, 0, 0, 0, 0, 0, -9 },       // taken for 0
                { 1, 2, 3, 4, 5, 6, 0 },        // taken for 5, label 1 is the fifth
                { 1, 2, 3, 4, 5, 6, 0 },        // taken for 5, label 0 is the sixth
            },
            0, 1, 0);

        var result = new Trainer(model, new TrainerOptions { BatchSize = 2 }).Evaluate(dataset);

        result.Images.Should().Be(3);
        result.Top1.Should().BeApproximately(1.0 / 3, 1e-12);
        result.Top5.Should().BeApproximately(2.0 / 3, 1e-12);
        var sum = Math.Log(Enumerable.Range(0, 7).Sum(i => Math.Exp(i)));
        result.Loss.Should().BeApproximately(((Math.Log(Math.Exp(9) + 5 + Math.Exp(-9)) - 9) + (sum - 2) + (sum - 1)) / 3, 1e-5);
        result.Confusion.Classes.Should().Be(7);
        result.Confusion.Total.Should().Be(3);
        result.Confusion[0, 0].Should().Be(1);
        result.Confusion[0, 5].Should().Be(1);
        result.Confusion[1, 5].Should().Be(1);
        result.Confusion.Recall(0).Should().Be(0.5);
        result.Confusion.Recall(1).Should().Be(0);
        result.Confusion.Recall(2).Should().Be(double.NaN);
    }

    [Fact]
    internal void ConfusionMatrix_AsText_HasARowPerActualClass()
    {
        using var model = nn.Flatten();
        using var dataset = Logits(new float[,] { { 1, 0 }, { 0, 1 }, { 1, 0 } }, 0, 1, 1);

        new Trainer(model, new TrainerOptions()).Evaluate(dataset).Confusion.ToString().ReplaceLineEndings("\n").Should().Be(
            "actual \\ predicted\n 0: 1 0\n 1: 1 1\n");
    }

    [Fact]
    internal void Evaluate_FewerThanFiveClasses_CountsEveryImageInTop5()
    {
        using var model = nn.Flatten();
        using var dataset = Logits(new float[,] { { 1, 0 }, { 1, 0 } }, 0, 1);

        var result = new Trainer(model, new TrainerOptions()).Evaluate(dataset);

        (result.Top1, result.Top5).Should().Be((0.5, 1.0));
    }

    [Fact]
    internal void Evaluate_LabelOutOfRange_NamesItAndTheRange()
    {
        using var model = nn.Flatten();
        using var dataset = Logits(new float[,] { { 1, 0 } }, 2);

        FluentActions.Invoking(() => new Trainer(model, new TrainerOptions()).Evaluate(dataset)).Should().Throw<ArgumentException>()
            .WithMessage("targets: expected class indices from 0 to 1, got 2. (Parameter 'targets')");
    }
}

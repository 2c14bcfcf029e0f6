using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Reporting;

/// <summary>The images that a network gets most wrong: order and probabilities worked by hand, pictures and maps of a real
/// network.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class MisjudgedImageTests
{
    private static readonly TrainerOptions Options = new() { BatchSize = 2, Precision = TrainingPrecision.Float32 };

    [Fact]
    internal void FindMisjudged_LogitsWorkedByHand_WorstFirst()
    {
        using var model = nn.Flatten();
        using var dataset = new MemoryDataset(
            tensor(new float[,] { { 1, 0 }, { 3, 0 }, { 0, 2 }, { 5, 0 }, { 0, 9 } }).reshape(5, 2, 1, 1),
            tensor(new long[] { 1, 1, 0, 0, 1 }));

        var found = new Trainer(model, Options).FindMisjudged(dataset, count: 2);

        found.Select(image => (image.Index, image.Actual, image.Predicted)).Should().Equal((1, 1, 0), (2, 0, 1));
        found[0].ActualProbability.Should().BeApproximately(1 / (1 + Math.Exp(3)), 1e-6);
        found[0].PredictedProbability.Should().BeApproximately(1 - (1 / (1 + Math.Exp(3))), 1e-6);
        found[0].PredictedMap.Should().BeNull("the model is no block");
        found[0].ToString().Should().Be("item 1: class 1 (4.7%) taken for class 0 (95.3%)");
        new Trainer(model, Options).FindMisjudged(dataset).Should().HaveCount(3, "two are right");
    }

    [Fact]
    internal void FindMisjudged_NumbersWithoutNormalization_AreShownFromBlackToWhite()
    {
        using var model = nn.Flatten();
        using var dataset = new MemoryDataset(tensor(new float[] { -7, 2, 5, -4 }).reshape(1, 1, 2, 2), tensor(new long[] { 0 }));

        var trainer = new Trainer(model, Options);
        Pixels(trainer.FindMisjudged(dataset)[0].Image).Should().Equal(0, 191, 255, 64);
        Pixels(trainer.FindMisjudged(dataset, normalization: new Normalization([10], [1], scale: 1))[0].Image).Should().Equal(3, 12, 15, 6);
    }

    [Fact]
    internal void FindMisjudged_Block_HasMapsAndLeavesTheNetworkAsItWas()
    {
        using var all = Fashion();
        using var dataset = new Subset(all, [5, 7, 9, 11]);
        using var model = new LeNet(LeNetOptions.Default);
        model.train();
        var trainer = new Trainer(model, Options);
        var before = Weights(model);

        var found = trainer.FindMisjudged(dataset);

        model.training.Should().BeTrue();
        Weights(model).Should().Equal(before);
        found.Should().NotBeEmpty().And.BeInAscendingOrder(image => image.ActualProbability);
        foreach (var image in found)
        {
            using var shown = Normalization.Gray.ToTensor(image.Image);
            using var scope = NewDisposeScope();
            shown.Equals(dataset.GetTensor(image.Index)[ImageDataset.ImageKey])
                .Should().BeTrue("the dataset's normalisation is undone exactly");
            (image.PredictedMap!.Width, image.PredictedMap.Height, image.ActualMap!.Width).Should().Be((140, 140, 140));
        }

        LiveTensors.LeftBy(() => trainer.FindMisjudged(dataset)).Should().Be(0);
    }

    [Fact]
    internal void FindMisjudged_BFloat16AndFlip_FindsTheSameKindOfImages()
    {
        using var model = new LeNet(LeNetOptions.Default);
        using var dataset = Fashion();

        var trainer = new Trainer(model, Options with { BatchSize = 50, Precision = TrainingPrecision.BFloat16, TestTimeFlip = true });

        var wrong = Math.Round((1 - trainer.Evaluate(dataset).Top1) * dataset.Count);
        trainer.FindMisjudged(dataset, count: 1000).Should().HaveCount((int)wrong)
            .And.OnlyContain(image => image.Actual != image.Predicted);
    }

    [Fact]
    internal void FindMisjudged_NoImagesWanted_Throws()
    {
        using var model = nn.Flatten();
        using var dataset = MemoryDataset.Quadrants(4, seed: 1);

        FluentActions.Invoking(() => new Trainer(model, Options).FindMisjudged(dataset, count: 0))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("count: must be 1 or more.*");
    }

    private static MnistDataset Fashion() => new(
        "Training/FashionMnist", training: false, MnistVariant.FashionMnist, new ImageTransform([], Normalization.Gray));

    private static float[] Weights(LeNet model) => model.state_dict()["conv1.weight"].data<float>().ToArray();

    private static byte[] Pixels(RgbImage image) => [.. image.Pixels.ToArray().Where((_, place) => place % 4 == 0)];
}

using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Batches and steps of an epoch, and the last batch.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class EpochPlanTests
{
    [Theory]
    [InlineData(33, 8, 1, LastBatch.Keep, new long[] { 8, 8, 8, 8, 1 }, new long[] { 8, 8, 8, 8, 1 })]
    [InlineData(33, 8, 1, LastBatch.Drop, new long[] { 8, 8, 8, 8 }, new long[] { 8, 8, 8, 8 })]
    [InlineData(33, 8, 1, LastBatch.Merge, new long[] { 8, 8, 8, 9 }, new long[] { 8, 8, 8, 9 })]
    [InlineData(33, 8, 2, LastBatch.Keep, new long[] { 8, 8, 8, 8, 1 }, new long[] { 16, 16, 1 })]
    [InlineData(33, 8, 3, LastBatch.Merge, new long[] { 8, 8, 8, 9 }, new long[] { 24, 9 })]
    [InlineData(33, 8, 2, LastBatch.Drop, new long[] { 8, 8, 8, 8 }, new long[] { 16, 16 })]
    [InlineData(16, 8, 1, LastBatch.Merge, new long[] { 8, 8 }, new long[] { 8, 8 })]
    [InlineData(5, 8, 1, LastBatch.Merge, new long[] { 5 }, new long[] { 5 })]
    [InlineData(3, 1, 2, LastBatch.Merge, new long[] { 1, 1, 1 }, new long[] { 2, 1 })]
    internal void Plan_OfAnEpoch_DealsItsImagesOut(long images, int batchSize, int accumulation, LastBatch last, long[] batches,
        long[] steps)
    {
        var plan = new EpochPlan(images, batchSize, accumulation, last);

        var sizes = new List<long>();
        while (sizes.Sum() < plan.ImagesPerEpoch) sizes.Add(plan.SizeAt(sizes.Sum()));
        sizes.Should().Equal(batches);
        Enumerable.Range(0, (int)plan.Steps).Select(step => plan.Before(step + 1) - plan.Before(step)).Should().Equal(steps);
        plan.LastBatchSize.Should().Be(batches[^1]);
    }

    [Theory]
    [InlineData(LastBatch.Keep, new[] { 8, 8, 1 })]
    [InlineData(LastBatch.Drop, new[] { 8, 8 })]
    [InlineData(LastBatch.Merge, new[] { 8, 9 })]
    internal void Fit_LastBatch_HasThatSize(LastBatch last, int[] expected)
    {
        var sizes = new List<int>();
        using var model = MemoryDataset.Network();
        using var hook = new SizeHook(model, sizes);
        using var training = MemoryDataset.Quadrants(17, seed: 1);

        var result = new Trainer(model, new TrainerOptions { Epochs = 2, BatchSize = 8, LastBatch = last }).Fit(training);

        sizes.Should().Equal([.. expected, .. expected]);
        result.Steps.Should().Be(2 * expected.Length);
    }

    [Fact]
    internal void Fit_DropLeavesNothing_SaysSo()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(5, seed: 1);

        FluentActions.Invoking(() => new Trainer(model, new TrainerOptions { BatchSize = 8, LastBatch = LastBatch.Drop }).Fit(training))
            .Should().Throw<ArgumentException>()
            .WithMessage("training: LastBatch Drop leaves no batch of 5 images, as BatchSize is 8. (Parameter 'training')");
    }

    [Theory]
    [InlineData(9, 8, "Set LastBatch to Drop or Merge, or another BatchSize.")]
    [InlineData(2, 1, "Set BatchSize to 2 or more.")]
    [InlineData(1, 8, "Use more images.")]
    internal void Fit_BatchOfOneWithBatchNormOnOneByOneMaps_IsRefusedBeforeStep1(int images, int batchSize, string remedy)
    {
        using var model = OneByOne();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        using var training = MemoryDataset.Quadrants(images, seed: 1);
        var progress = new ProgressList();

        FluentActions.Invoking(() => new Trainer(model, new TrainerOptions { BatchSize = batchSize }).Fit(training, progress: progress))
            .Should().Throw<ArgumentException>().WithMessage(
                $"training: the last batch of an epoch has one image ({images} images, BatchSize {batchSize}), and batch norm \"bn\" "
                + $"would get a 1 x 1 map: "
                + $"one value per channel, but it needs more in training. {remedy} (Parameter 'training')");

        progress.Should().BeEmpty();
        foreach (var (name, value) in model.state_dict()) Bitwise.Same(value, before[name]).Should().BeTrue("{0} has not changed", name);
    }

    [Theory]
    [InlineData(LastBatch.Drop)]
    [InlineData(LastBatch.Merge)]
    internal void Fit_BatchOfOneAvoided_Trains(LastBatch last)
    {
        using var model = OneByOne();
        using var training = MemoryDataset.Quadrants(9, seed: 1);

        new Trainer(model, new TrainerOptions { Epochs = 1, BatchSize = 8, LastBatch = last }).Fit(training).Steps.Should().Be(1);
    }

    [Fact]
    internal void Fit_BatchOfOneWithLargerMaps_Trains()
    {
        using var model = MemoryDataset.Network();
        using var training = MemoryDataset.Quadrants(9, seed: 1);

        new Trainer(model, new TrainerOptions { Epochs = 1, BatchSize = 8 }).Fit(training).Steps.Should().Be(2);
    }

    private static nn.Module<Tensor, Tensor> OneByOne() => nn.Sequential(
        ("conv", nn.Conv2d(3, 8, 3)), ("pool", nn.AdaptiveAvgPool2d(1)), ("bn", nn.BatchNorm2d(8)), ("flatten", nn.Flatten()),
        ("fc", nn.Linear(8, 4)));

    /// <summary>Notes the batch sizes that a network sees in training mode.</summary>
    private sealed class SizeHook : IDisposable
    {
        private readonly Action _remove;

        public SizeHook(nn.Module<Tensor, Tensor> model, List<int> sizes) => _remove = model.register_forward_pre_hook((module, input) =>
        {
            if (module.training) sizes.Add((int)input.shape[0]);
            return null!;
        }).remove;

        public void Dispose() => _remove();
    }
}

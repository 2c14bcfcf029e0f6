using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Balanced and weighted orders, and class weights.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainingOrderTests
{
    private static readonly string[] Names = ["red", "green", "blue", "white"];

    // 8 red, 2 green, 1 blue.
    private static NamedDataset Unequal() =>
        new(Names, [.. Enumerable.Repeat("red", 8), .. Enumerable.Repeat("green", 2), "blue"]);

    [Fact]
    internal void Balanced_UnequalClasses_HasEachEquallyOften()
    {
        using var dataset = Unequal();
        var order = new TrainingOrder.Balanced().Of(dataset, seed: 1);

        for (var epoch = 0; epoch < 20; epoch++)
        {
            var items = order(epoch);
            items.Should().HaveCount(11);
            items.GroupBy(dataset.LabelOf).Select(group => group.Count()).Order().Should().Equal(3, 4, 4);
            items.Where(item => item < 8).Should().OnlyHaveUniqueItems("no red item comes twice while others have not come");
        }

        order(3).Should().Equal(order(3)).And.NotEqual(order(4));
        Enumerable.Range(0, 20).SelectMany(order).Distinct().Should().HaveCount(11, "no item is left out for ever");
    }

    [Fact]
    internal void Balanced_ThroughASubset_KnowsItsLabels()
    {
        using var dataset = Unequal();
        using var subset = new Subset(dataset, [0, 1, 2, 8]);

        new TrainingOrder.Balanced().Of(subset, seed: 1)(0).Count(item => item == 3).Should().Be(2);
    }

    [Fact]
    internal void Balanced_DatasetsOfThisLibrary_KnowTheirLabels()
    {
        using var shapes = new ShapesDataset(25, size: 8);

        Enumerable.Range(0, 25).Select(index => shapes.LabelOf(index)).Should().Equal(Enumerable.Range(0, 25).Select(index => index % 10L));
        shapes.Invoking(dataset => dataset.LabelOf(25)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("index: must be from 0 to 24.*");
    }

    [Fact]
    internal void Fit_BalancedWithoutKnownLabels_SaysWhatIsMissing()
    {
        using var model = MemoryDataset.Network();
        using var dataset = MemoryDataset.Quadrants(4, seed: 1);

        FluentActions.Invoking(() => new Trainer(model, new TrainerOptions { Order = new TrainingOrder.Balanced() }).Fit(dataset))
            .Should().Throw<ArgumentException>()
            .WithMessage("training: Order Balanced needs a dataset that implements IItemLabels, got MemoryDataset. (Parameter 'training')");
    }

    [Fact]
    internal void Weighted_DrawsByWeight_AndNeverWeight0()
    {
        using var dataset = new NamedDataset(Names, "red", "red", "green", "blue");
        var order = new TrainingOrder.Weighted([1, 0, 2, 1]).Of(dataset, seed: 4);

        var drawn = Enumerable.Range(0, 2500).SelectMany(order).GroupBy(item => item)
            .ToDictionary(group => group.Key, group => group.Count() / 10_000.0);

        drawn.Keys.Should().BeEquivalentTo([0L, 2L, 3L]);
        drawn[2].Should().BeApproximately(0.5, 0.02);
        drawn[0].Should().BeApproximately(0.25, 0.02);
        order(7).Should().Equal(order(7)).And.NotEqual(order(8));
    }

    [Fact]
    internal void Weighted_WrongWeights_AreRefused()
    {
        FluentActions.Invoking(() => new TrainingOrder.Weighted([1, double.NaN])).Should().Throw<ArgumentException>()
            .WithMessage("weights: expected numbers of 0 or more, got NaN for item 1. (Parameter 'weights')");
        FluentActions.Invoking(() => new TrainingOrder.Weighted([0, 0])).Should().Throw<ArgumentException>()
            .WithMessage("weights: expected a finite sum above 0. (Parameter 'weights')");
        using var dataset = Unequal();
        using var model = NamedDataset.Network();
        FluentActions.Invoking(() => new Trainer(model, new TrainerOptions { Order = new TrainingOrder.Weighted([1, 2]) }).Fit(dataset))
            .Should().Throw<ArgumentException>()
            .WithMessage("training: Order Weighted has 2 weights, the dataset 11 items. (Parameter 'training')");
    }

    [Fact]
    internal void Fit_ResumedWithAnotherOrder_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        using var dataset = Unequal();
        using var model = NamedDataset.Network();
        var options = new TrainerOptions { Epochs = 1, Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true } };
        new Trainer(model, options).Fit(dataset);

        FluentActions.Invoking(() => new Trainer(model, options with { Order = new TrainingOrder.Balanced() }).Fit(dataset))
            .Should().Throw<InvalidOperationException>().WithMessage("*: Order was Shuffled, is Balanced. Resume with the same*");
    }

    [Fact]
    internal void Fit_WrongNumberOfClassWeights_NamesBoth()
    {
        using var dataset = Unequal();
        using var model = NamedDataset.Network();

        FluentActions.Invoking(() => new Trainer(model, new TrainerOptions { ClassWeights = [1, 2] }).Fit(dataset))
            .Should().Throw<ArgumentException>().WithMessage("ClassWeights: expected one per class, 4, got 2. (Parameter 'ClassWeights')");
        FluentActions.Invoking(() => new TrainerOptions { ClassWeights = [1, 0] }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("ClassWeights: must be above 0.*");
    }
}

using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>Cross-validation.</summary>
public sealed class KFoldTests
{
    [Fact]
    internal void Split_ElevenItemsInThreeFolds_EachIsMeasuredOnceAndLearnedFromTwice()
    {
        using var data = new ShapesDataset(11, size: 8);

        var folds = KFold.Split(data, 3, seed: 5);

        folds.SelectMany(fold => fold.Validation.Indices).Order().Should().Equal(Enumerable.Range(0, 11).Select(i => (long)i));
        folds.Select(fold => fold.Validation.Count).Should().Equal(4, 4, 3);
        foreach (var fold in folds)
            fold.Training.Indices.Concat(fold.Validation.Indices).Order().Should().Equal(Enumerable.Range(0, 11).Select(i => (long)i));
        KFold.Split(data, 3, seed: 5)[1].Validation.Indices.Should().Equal(folds[1].Validation.Indices);
        KFold.Split(data, 3, seed: 6)[1].Validation.Indices.Should().NotEqual(folds[1].Validation.Indices);
    }

    [Fact]
    internal void Split_WithoutSeed_KeepsTheOrder()
    {
        using var data = new ShapesDataset(11, size: 8);

        var folds = KFold.Split(data, 3, seed: null);

        // scikit-learn's KFold(n_splits=3): the first 11 % 3 folds have one item more.
        Text(folds).Should().Equal("0 1 2 3", "4 5 6 7", "8 9 10");
        folds[1].Training.Indices.Should().Equal(0, 1, 2, 3, 8, 9, 10);
    }

    [Fact]
    internal void SplitStratified_WithoutSeed_DealsAsScikitLearn()
    {
        // The example of scikit-learn's StratifiedKFold.
        Stratified(2, null, "red", "red", "green", "green").Should().Equal("0 2", "1 3");
        // Green comes first: 2, 1, 1 of its four items; then the three red ones, one each.
        Stratified(3, null, "green", "red", "green", "red", "red", "green", "green").Should().Equal("0 1 2", "3 5", "4 6");
    }

    [Fact]
    internal void SplitStratified_UnequalClasses_KeepsTheirShares()
    {
        using var data = new NamedDataset(null, [.. Enumerable.Repeat("red", 45), .. Enumerable.Repeat("blue", 5)]);

        foreach (var seed in new long?[] { null, 1, 2 })
        {
            var folds = KFold.SplitStratified(data, 3, seed);

            // scikit-learn's user guide has these counts.
            folds.Select(fold => (Of(fold.Training, 0), Of(fold.Training, 2))).Should().Equal((30, 3), (30, 3), (30, 4));
            folds.Select(fold => (Of(fold.Validation, 0), Of(fold.Validation, 2))).Should().Equal((15, 2), (15, 2), (15, 1));
            folds.SelectMany(fold => fold.Validation.Indices).Should().OnlyHaveUniqueItems().And.HaveCount(50);
        }

        Text(KFold.SplitStratified(data, 3, seed: 1)).Should().Equal(Text(KFold.SplitStratified(data, 3, seed: 1)))
            .And.NotEqual(Text(KFold.SplitStratified(data, 3, seed: 2)));

        static int Of(Subset items, long label) => (int)BatchSource.InOrder(items.Count).Count(index => items.LabelOf(index) == label);
    }

    [Fact]
    internal void Split_WithAnotherValidationSet_MeasuresOnThatAndPassesEpochsOn()
    {
        using var training = new ShapesDataset(4, size: 8);
        using var validation = new ShapesDataset(4, size: 8);
        var fold = KFold.Split(training, 2, validation: validation)[0];
        fold.Training.SetEpoch(3);
        (training.Epoch, validation.Epoch).Should().Be((3, 0));
        fold.Validation.SetEpoch(2);
        (training.Epoch, validation.Epoch).Should().Be((3, 2));
        fold.Validation.Classes.Should().BeSameAs(validation.Classes);
    }

    [Fact]
    internal void Arguments_OutsideTheirRange_AreNamed()
    {
        using var data = new ShapesDataset(4, size: 8);
        using var other = new ShapesDataset(5, size: 8);
        Message(() => KFold.Split(data, 1)).Should().StartWith("folds: must be from 2 to 4, the number of items. (Parameter 'folds')");
        Message(() => KFold.Split(data, 5)).Should().StartWith("folds: must be from 2 to 4, the number of items. (Parameter 'folds')");
        Message(() => KFold.Split(data, 2, validation: other)).Should()
            .Be("validation: expected 4 items, as many as the dataset has, got 5. (Parameter 'validation')");

        using var few = new NamedDataset(null, "red", "red", "blue", "green", "white");
        Message(() => KFold.SplitStratified(few, 3)).Should()
            .StartWith("folds: must be from 2 to 2, the number of items of the largest class. (Parameter 'folds')");
        using var unlabelled = MemoryDataset.Quadrants(4, seed: 1);
        Message(() => KFold.SplitStratified(unlabelled, 2)).Should()
            .Be("dataset: expected one that implements IItemLabels, got MemoryDataset. (Parameter 'dataset')");

        static string Message(Func<object> act) => act.Should().Throw<ArgumentException>().Which.Message;
    }

    private static string[] Stratified(int folds, long? seed, params string[] items)
    {
        using var data = new NamedDataset(null, items);
        return Text(KFold.SplitStratified(data, folds, seed));
    }

    private static string[] Text(IEnumerable<Fold> folds) => [.. folds.Select(fold => string.Join(' ', fold.Validation.Indices))];
}

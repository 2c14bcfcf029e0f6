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

        static string Message(Func<object> act) => act.Should().Throw<ArgumentException>().Which.Message;
    }
}

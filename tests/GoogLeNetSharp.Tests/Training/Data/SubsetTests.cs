using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>Some items of a dataset.</summary>
public sealed class SubsetTests
{
    [Fact]
    internal void GetTensor_IndicesInAnyOrder_AreTheItemsOfTheWhole()
    {
        using var scope = NewDisposeScope();
        using var whole = new ShapesDataset(20, size: 8);
        using var subset = new Subset(whole, [13, 2, 2]);

        (subset.Count, subset.Indices).Should().BeEquivalentTo((3L, (long[])[13, 2, 2]));
        subset.GetTensor(0)["label"].item<long>().Should().Be(3);
        subset.GetTensor(2)["image"].Equals(whole.GetTensor(2)["image"]).Should().BeTrue();
        subset.GetTensor(0)["image"].Equals(whole.GetTensor(13)["image"]).Should().BeTrue();
    }

    [Fact]
    internal void Classes_DatasetThatKnowsThem_AreItsOwnThroughEveryWrapper()
    {
        using var whole = new ShapesDataset(20, size: 8);
        using var subset = new Subset(new Subset(whole, [1, 2, 3]), [0]);
        ((IClassNames)subset).Classes.Should().BeSameAs(whole.Classes).And.HaveCount(10);

        using var unnamed = new Subset(MemoryDataset.Quadrants(4, seed: 1), [0]);
        unnamed.Classes.Should().BeNull();
    }

    [Fact]
    internal void SetEpoch_WrappedTwice_ReachesTheImages()
    {
        using var whole = new ShapesDataset(20, size: 8);
        using var subset = new Subset(new Subset(whole, [1, 2, 3]), [0]);
        subset.SetEpoch(7);
        whole.Epoch.Should().Be(7);
    }

    [Fact]
    internal void Arguments_OutsideTheirRange_AreNamed()
    {
        using var whole = new ShapesDataset(20, size: 8);
        using var subset = new Subset(whole, [3]);
        Message(() => new Subset(whole, [20])).Should().StartWith("indices: must be from 0 to 19. (Parameter 'indices')");
        Message(() => subset.GetTensor(1)).Should().StartWith("index: must be from 0 to 0. (Parameter 'index')");
        Message(() => { subset.SetEpoch(-1); return subset; }).Should().StartWith("epoch: must be 0 or more. (Parameter 'epoch')");

        static string Message(Func<object> act) => act.Should().Throw<ArgumentOutOfRangeException>().Which.Message;
    }
}

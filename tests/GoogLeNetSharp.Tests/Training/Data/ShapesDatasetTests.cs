using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>The drawn dataset, and what holds for the items of every dataset.</summary>
public sealed class ShapesDatasetTests
{
    [Fact]
    internal void GetTensor_AnyIndex_IsAnImageAndItsLabel()
    {
        using var data = new ShapesDataset(25, size: 20);
        data.Classes.Should().Equal("bar", "circle", "crescent", "cross", "ellipse", "heart", "ring", "square", "star", "triangle");
        data.Count.Should().Be(25);
        for (var i = 0; i < 25; i++)
        {
            var item = data.GetTensor(i);
            item.Keys.Should().Equal(ImageDataset.ImageKey, ImageDataset.LabelKey);
            item["image"].shape.Should().Equal(3, 20, 20);
            item["image"].dtype.Should().Be(ScalarType.Float32);
            item["image"].data<float>().Should().OnlyContain(value => value >= -1 && value <= 1);
            item["label"].dtype.Should().Be(ScalarType.Int64);
            item["label"].item<long>().Should().Be(i % 10);
            foreach (var tensor in item.Values) tensor.Dispose();
        }
    }

    // Drawn once with this code: training runs that are resumed later, or elsewhere, must see the same images.
    [Fact]
    internal void GetTensor_SeedZero_DrawsTheImagesItAlwaysDrew()
    {
        using var data = new ShapesDataset(10, size: 16);
        double[] means = [0.2015, 0.0721, -0.5941, -0.0805, -0.3474, 0.0433, -0.2872, 0.4404, 0.3478, 0.0836];
        Enumerable.Range(0, 10).Select(i => (double)Image(data, i).Average()).Should().Equal(means, (x, y) => Math.Abs(x - y) < 1e-3);
    }

    [Fact]
    internal void GetTensor_SameSeed_TheSameBitForBitInAnyOrder()
    {
        using var first = new ShapesDataset(10, seed: 3, transform: Augmentation.Cifar10);
        using var second = new ShapesDataset(10, seed: 3, transform: Augmentation.Cifar10);
        first.SetEpoch(2);
        second.SetEpoch(2);
        var backwards = Enumerable.Range(0, 10).Reverse().ToDictionary(i => i, i => Image(second, i));
        for (var i = 0; i < 10; i++) Image(first, i).Should().Equal(backwards[i]);
    }

    [Fact]
    internal void GetTensor_AnotherSeed_OtherImages()
    {
        using var first = new ShapesDataset(10, seed: 0);
        using var second = new ShapesDataset(10, seed: 1);
        Image(first, 0).Should().NotEqual(Image(second, 0));
    }

    [Fact]
    internal void SetEpoch_RandomTransform_ChangesTheTransformAndNotTheDrawing()
    {
        using var plain = new ShapesDataset(4);
        using var augmented = new ShapesDataset(4, transform: Augmentation.Cifar10);
        var (drawn, first) = (Image(plain, 1), Image(augmented, 1));
        plain.SetEpoch(1);
        augmented.SetEpoch(1);
        Image(plain, 1).Should().Equal(drawn);
        Image(augmented, 1).Should().NotEqual(first);
        augmented.SetEpoch(0);
        Image(augmented, 1).Should().Equal(first);
    }

    [Fact]
    internal void DataLoader_TwoWorkers_MakesBatches()
    {
        using var data = new ShapesDataset(10, size: 16);
        using var alone = data.GetTensor(4)["image"];
        using var loader = utils.data.DataLoader(data, 4, num_worker: 2);
        var batches = 0;
        foreach (var batch in loader)
        {
            var size = batches < 2 ? 4 : 2;
            batch["image"].shape.Should().Equal(size, 3, 16, 16);
            batch["label"].data<long>().Should().Equal(Enumerable.Range(batches * 4, size).Select(i => (long)i));
            if (batches == 1) batch["image"][0].Equals(alone).Should().BeTrue();
            batches++;
        }

        batches.Should().Be(3);
    }

    [Fact]
    internal void Arguments_OutsideTheirRange_AreNamed()
    {
        using var data = new ShapesDataset(3);
        Message(() => new ShapesDataset(0)).Should().StartWith("count: must be 1 or more.");
        Message(() => new ShapesDataset(1, size: 7)).Should().StartWith("size: must be 8 or more.");
        Message(() => data.GetTensor(3)).Should().StartWith("index: must be from 0 to 2.");
        Message(() => data.GetTensor(-1)).Should().StartWith("index: must be from 0 to 2.");
        Message(() => { data.SetEpoch(-1); return data; }).Should().StartWith("epoch: must be 0 or more.");

        static string Message(Func<object> act) => act.Should().Throw<ArgumentOutOfRangeException>().Which.Message;
    }

    private static float[] Image(ImageDataset data, long index)
    {
        using var scope = NewDisposeScope();
        return data.GetTensor(index)["image"].data<float>().ToArray();
    }
}

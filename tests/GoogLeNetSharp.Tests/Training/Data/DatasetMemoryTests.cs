using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>Transforms and items leave no tensor behind but their result.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class DatasetMemoryTests
{
    [Fact]
    internal void Apply_Image_LeavesOneTensor()
    {
        var image = new RgbImage(30, 20);
        Tensor? result = null;
        LiveTensors.LeftBy(() => result = Augmentation.ImageNet(16).Apply(image)).Should().Be(1);
        result!.Dispose();
    }

    [Fact]
    internal void GetTensor_Item_LeavesItsTwoTensors()
    {
        using var data = new ShapesDataset(10);
        Dictionary<string, Tensor>? item = null;
        LiveTensors.LeftBy(() => item = data.GetTensor(3)).Should().Be(2);
        foreach (var tensor in item!.Values) tensor.Dispose();
    }

    [Fact]
    internal void DataLoader_Epoch_LeavesNothing()
    {
        using var data = new ShapesDataset(50);
        var batches = 0;
        LiveTensors.LeftBy(() =>
        {
            using var loader = utils.data.DataLoader(data, 8, shuffle: true, seed: 1, num_worker: 2);
            foreach (var batch in loader) batches += (int)batch["label"].shape[0] > 0 ? 1 : 0;
        }).Should().Be(0);
        batches.Should().Be(7);
    }
}

using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>A dataset of tensors held in memory, and small networks and images to train with.</summary>
internal sealed class MemoryDataset(Tensor images, Tensor labels) : utils.data.Dataset
{
    public const int Classes = 4;

    public override long Count => labels.shape[0];

    /// <summary>Noise 3 x 8 x 8 whose label shows in the brightness of one quadrant.</summary>
    public static MemoryDataset Quadrants(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new float[count * 3 * 8 * 8];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (label, y, x) = (i / 192 % Classes, i / 8 % 8, i % 8);
            pixels[i] = random.NextSingle() + ((y / 4 * 2) + (x / 4) == label ? 0.5f : 0);
        }

        return new MemoryDataset(tensor(pixels, [count, 3, 8, 8]),
            tensor([.. Enumerable.Range(0, count).Select(i => (long)(i % Classes))]));
    }

    /// <summary>Convolution, batch norm, dropout and a linear layer: everything that has a state or draws random numbers.</summary>
    public static nn.Module<Tensor, Tensor> Network(int seed = 1)
    {
        using var generator = manual_seed(seed);
        return nn.Sequential(
            ("conv", nn.Conv2d(3, 8, 3, padding: 1)), ("bn", nn.BatchNorm2d(8)), ("relu", nn.ReLU()), ("pool", nn.AvgPool2d(4)),
            ("flatten", nn.Flatten()),
            ("dropout", nn.Dropout(0.2)), ("fc", nn.Linear(32, Classes)));
    }

    public override Dictionary<string, Tensor> GetTensor(long index) => new()
    {
        [ImageDataset.ImageKey] = images[index],
        [ImageDataset.LabelKey] = labels[index],
    };

    protected override void Dispose(bool disposing)
    {
        images.Dispose();
        labels.Dispose();
    }
}

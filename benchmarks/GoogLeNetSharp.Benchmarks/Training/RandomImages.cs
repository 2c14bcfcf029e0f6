using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>Noise that costs nothing to load: what is measured is the step.</summary>
internal sealed class RandomImages(long count, int size) : utils.data.Dataset
{
    private readonly Tensor _image = randn(3, size, size);

    public override long Count => count;

    public override Dictionary<string, Tensor> GetTensor(long index) =>
        new() { [ImageDataset.ImageKey] = _image.alias(), [ImageDataset.LabelKey] = tensor(index % 10) };

    protected override void Dispose(bool disposing) => _image.Dispose();
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Images N x C x H x W and their labels, int64 N, on the CPU.</summary>
internal sealed class Batch : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    public Batch(Dictionary<string, Tensor> tensors)
    {
        _tensors = tensors;
        Images = Get(ImageDataset.ImageKey);
        Labels = Get(ImageDataset.LabelKey);
    }

    public Tensor Images { get; }

    public Tensor Labels { get; }

    public long Count => Images.shape[0];

    /// <summary>The next batch of a given size, joined of those that are read where they are smaller.</summary>
    public static Batch Take(IEnumerator<Batch> batches, long size)
    {
        batches.MoveNext();
        var batch = batches.Current;
        while (batch.Count < size)
        {
            batches.MoveNext();
            using var first = batch;
            using var second = batches.Current;
            batch = new Batch(new Dictionary<string, Tensor>
            {
                [ImageDataset.ImageKey] = cat([first.Images, second.Images]),
                [ImageDataset.LabelKey] = cat([first.Labels, second.Labels]),
            });
        }

        return batch;
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }

    /// <summary>The images where and as the network computes.</summary>
    public Tensor ImagesFor(TrainerOptions options)
    {
        var type = options.Precision == TrainingPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        using var moved = Images.to(type, options.Device);
        return options.ChannelsLast && moved.dim() == 4 ? MemoryFormat.ChannelsLast(moved) : moved.alias();
    }

    private Tensor Get(string key)
    {
        if (_tensors.TryGetValue(key, out var tensor)) return tensor;
        var keys = string.Join(", ", _tensors.Keys.Select(name => $"\"{name}\""));
        Dispose();
        throw new ArgumentException($"dataset: expected items with \"{ImageDataset.ImageKey}\" and \"{ImageDataset.LabelKey}\", got {keys}.");
    }
}

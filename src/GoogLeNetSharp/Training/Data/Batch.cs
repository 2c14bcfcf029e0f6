using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Images N x C x H x W and their labels, int64 N, on the CPU.</summary>
internal sealed class Batch : IDisposable
{
    public Batch(Tensor images, Tensor labels, bool knewTheEpoch) => (Images, Labels, KnewTheEpoch) = (images, labels, knewTheEpoch);

    public Tensor Images { get; }

    public Tensor Labels { get; }

    public long Count => Images.shape[0];

    /// <summary>Whether the epoch reached the dataset of every item.</summary>
    public bool KnewTheEpoch { get; }

    /// <summary>Creates a batch of items with images of the same shape.</summary>
    public static Batch Of(IReadOnlyList<LoadedItem> items)
    {
        CheckShapes(items);
        var images = stack(items.Select(item => item.Get(ImageDataset.ImageKey)));
        try
        {
            return new Batch(images, stack(items.Select(item => item.Get(ImageDataset.LabelKey))), items.All(item => item.KnewTheEpoch));
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }

    /// <summary>Gets the images in the network's device, type and layout.</summary>
    public Tensor ImagesFor(TrainerOptions options)
    {
        var type = options.Precision == TrainingPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        using var moved = Images.to(type, options.Device);
        return options.ChannelsLast && moved.dim() == 4 ? MemoryFormat.ChannelsLast(moved) : moved.alias();
    }

    private static void CheckShapes(IReadOnlyList<LoadedItem> items)
    {
        var (first, label) = (items[0].Get(ImageDataset.ImageKey).shape, items[0].Get(ImageDataset.LabelKey).shape);
        foreach (var item in items)
        {
            var shape = item.Get(ImageDataset.ImageKey).shape;
            if (!shape.SequenceEqual(first))
            {
                throw new ArgumentException(
                    $"dataset: expected images of one size in a batch, got {Text(first)} of {items[0].Name} and {Text(shape)} of "
                        + $"{item.Name}: "
                    + $"end the steps of the transform with {nameof(Imaging.CenterCrop)} (after {nameof(Imaging.Resize)}) or "
                        + $"{nameof(RandomResizedCrop)}.");
            }

            var other = item.Get(ImageDataset.LabelKey).shape;
            if (!other.SequenceEqual(label))
            {
                throw new ArgumentException(
                    $"dataset: expected labels of one shape, scalars, got [{string.Join(", ", label)}] of {items[0].Name} and "
                        + $"[{string.Join(", ", other)}] of {item.Name}.");
            }
        }
    }

    private static string Text(long[] shape) => string.Join(" x ", shape);
}

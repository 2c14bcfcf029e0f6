using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Base class of labeled image datasets for TorchSharp's <c>DataLoader</c>.</summary>
/// <remarks>
/// <para>An item is a dictionary with <see cref="ImageKey"/>, float32 3 x H x W on the CPU, and <see cref="LabelKey"/>, an int64 scalar
/// from 0 to <c>Classes.Count - 1</c>. The loader collates them to batches: float32 N x 3 x H x W and int64 N.</para>
/// <para>An item depends only on <see cref="Seed"/>, the epoch and its index, bit for bit, and not on the order of calls, threads or
/// earlier calls. <see cref="Trainer"/> sets the epoch, also through wrapping datasets. A custom training loop calls <see cref="SetEpoch"/>
/// before each epoch, so that random transforms differ between epochs; to resume within an epoch, set the epoch and continue at the index.
/// <see cref="GetTensor"/> is thread-safe; call <see cref="SetEpoch"/> only between epochs.</para>
/// </remarks>
public abstract class ImageDataset : utils.data.Dataset, IClassNames, IEpochDataset
{
    /// <summary>The key of an item's image.</summary>
    public const string ImageKey = "image";

    /// <summary>The key of an item's label.</summary>
    public const string LabelKey = "label";

    /// <summary>Initializes the dataset.</summary>
    /// <param name="classes">Names of the classes by label.</param>
    /// <param name="transform">Transform of the images, which must give all images the same size.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    protected ImageDataset(IReadOnlyList<string> classes, ImageTransform transform, long seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(transform);
        Classes = [.. classes];
        Transform = transform;
        Seed = seed;
    }

    /// <summary>Names of the classes by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Transform of the images.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Seed of the random steps of the transform.</summary>
    public long Seed { get; }

    /// <summary>The epoch whose random transforms apply, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Sets the epoch.</summary>
    /// <param name="epoch">The epoch, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public void SetEpoch(int epoch) => Epoch = (int)Require.NotNegative(epoch);

    /// <summary>Loads an item.</summary>
    /// <param name="index">Index of the item, from 0 to <c>Count - 1</c>.</param>
    /// <returns>The image and the label, by <see cref="ImageKey"/> and <see cref="LabelKey"/>; the caller disposes them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public sealed override Dictionary<string, Tensor> GetTensor(long index)
    {
        var request = ItemRequest.Current;
        var (image, label, name) = Make(CheckIndex(index), request?.Epoch ?? Epoch);
        if (request is not null) request.Name = name;
        return new Dictionary<string, Tensor> { [ImageKey] = image, [LabelKey] = tensor((long)label) };
    }

    /// <summary>Loads the image of an item before the transform. Called from several threads at once.</summary>
    /// <param name="index">Index of the item, from 0 to <c>Count - 1</c>.</param>
    /// <returns>The image and its label.</returns>
    protected abstract (RgbImage Image, int Label) Load(long index);

    /// <summary>Loads an item for an epoch: its tensor, its label, and its name in messages.</summary>
    private protected virtual (Tensor Image, int Label, string Name) Make(long index, int epoch)
    {
        var (image, label) = Load(index);
        return (Transform.Apply(image, ItemRandom.For(Seed, epoch, index)), label, FormattableString.Invariant($"item {index}"));
    }

    private protected long CheckIndex(long index) => index >= 0 && index < Count
        ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"index: must be from 0 to {Count - 1}.");
}

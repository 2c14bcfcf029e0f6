using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Labelled images for TorchSharp's <c>DataLoader</c>.</summary>
/// <remarks>
/// <para>An item is a dictionary with <see cref="ImageKey"/>, float32 3 x H x W on the CPU, and <see cref="LabelKey"/>, an int64 scalar
/// from
/// 0 to <c>Classes.Count - 1</c>. The loader makes batches of them: float32 N x 3 x H x W and int64 N.</para>
/// <para>An item depends on <see cref="Seed"/>, the epoch and its index alone, bit for bit: not on the order of calls, the
/// threads or what was asked for before. <see cref="Trainer"/> sets the epoch, through any dataset that wraps this one. A training loop of
/// the caller's
/// calls <see cref="SetEpoch"/> before each epoch, so that random transforms differ from epoch to epoch; to resume in the middle of an
/// epoch, set the
/// epoch and go on at the index. <see cref="GetTensor"/> is safe for many threads at once; <see cref="SetEpoch"/> is for between
/// epochs.</para>
/// </remarks>
public abstract class ImageDataset : utils.data.Dataset, IClassNames, IEpochDataset
{
    /// <summary>Key of an item's image.</summary>
    public const string ImageKey = "image";

    /// <summary>Key of an item's label.</summary>
    public const string LabelKey = "label";

    /// <summary>Makes the dataset.</summary>
    /// <param name="classes">Names of the classes by label.</param>
    /// <param name="transform">From the image to the tensor; it must make all images one size.</param>
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

    /// <summary>From the image to the tensor.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Seed of the random steps of the transform.</summary>
    public long Seed { get; }

    /// <summary>The epoch whose random transforms apply, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Says which epoch comes.</summary>
    /// <param name="epoch">The epoch, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public void SetEpoch(int epoch) => Epoch = (int)Require.NotNegative(epoch);

    /// <summary>One item.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <returns>The image and the label, by <see cref="ImageKey"/> and <see cref="LabelKey"/>; the caller disposes them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public sealed override Dictionary<string, Tensor> GetTensor(long index)
    {
        var request = ItemRequest.Current;
        var (image, label, name) = Make(CheckIndex(index), request?.Epoch ?? Epoch);
        if (request is not null) request.Name = name;
        return new Dictionary<string, Tensor> { [ImageKey] = image, [LabelKey] = tensor((long)label) };
    }

    /// <summary>The image of an item as it is before the transform. Called from many threads at once.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <returns>The image and its label.</returns>
    protected abstract (RgbImage Image, int Label) Load(long index);

    /// <summary>The tensor of an item in an epoch, its label, and what messages call it.</summary>
    private protected virtual (Tensor Image, int Label, string Name) Make(long index, int epoch)
    {
        var (image, label) = Load(index);
        return (Transform.Apply(image, ItemRandom.For(Seed, epoch, index)), label, FormattableString.Invariant($"item {index}"));
    }

    private protected long CheckIndex(long index) => index >= 0 && index < Count
        ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"index: must be from 0 to {Count - 1}.");
}

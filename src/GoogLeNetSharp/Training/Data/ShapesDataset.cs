using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Drawn images of ten shapes: the dataset that needs no download.</summary>
/// <remarks>Colours, position, size, rotation and noise are random. The image of an index depends on the seed alone; labels go round
/// through the classes, so that these are of equal size. Another seed gives other images of the same kind: take one for training and
/// another for validation.</remarks>
public sealed class ShapesDataset : ImageDataset, IItemLabels
{
    private const int SmallestSize = 8;

    private readonly int _size;

    /// <summary>Makes the dataset.</summary>
    /// <param name="count">Number of images, 1 or more.</param>
    /// <param name="size">Width and height of the images in pixels, 8 or more.</param>
    /// <param name="seed">Seed of the images and of the transform.</param>
    /// <param name="transform">From the image to the tensor; where null, <see cref="Normalization.Tf"/> alone: numbers from -1 to
    /// 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ShapesDataset(long count, int size = 32, long seed = 0, ImageTransform? transform = null)
        : base(ShapeOutlines.Names, transform ?? new ImageTransform([], Normalization.Tf), seed)
    {
        Count = Require.Positive(count);
        _size = size >= SmallestSize
            ? size
            : throw new ArgumentOutOfRangeException(nameof(size), size, $"size: must be {SmallestSize} or more.");
    }

    /// <summary>Number of images.</summary>
    public override long Count { get; }

    /// <inheritdoc/>
    public long LabelOf(long index) => CheckIndex(index) % Classes.Count;

    /// <inheritdoc/>
    protected override (RgbImage Image, int Label) Load(long index)
    {
        var label = (int)LabelOf(index);
        return (ShapePainter.Paint(label, _size, ItemRandom.For(Seed, ItemRandom.Content, index)), label);
    }
}

using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>A dataset of drawn images of ten shapes, which needs no download.</summary>
/// <remarks>Colors, position, size, rotation and noise are random. The image of an index depends only on the seed. Labels cycle through the
/// classes, which therefore have equal sizes. Use different seeds for training and validation.</remarks>
public sealed class ShapesDataset : ImageDataset, IItemLabels
{
    private const int SmallestSize = 8;

    private readonly int _size;

    /// <summary>Initializes the dataset.</summary>
    /// <param name="count">Number of images, 1 or more.</param>
    /// <param name="size">Width and height of the images in pixels, 8 or more.</param>
    /// <param name="seed">Seed of the images and of the transform.</param>
    /// <param name="transform">Transform of the images; null for <see cref="Normalization.Tf"/> without steps: values from -1 to 1.</param>
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

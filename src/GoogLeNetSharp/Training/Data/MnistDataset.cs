using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>MNIST and datasets in its file format: Fashion-MNIST, Kuzushiji-MNIST, EMNIST. Gray images of 28 x 28 pixels.</summary>
/// <remarks>All images are kept in memory, one byte per pixel. Files may be gzip-compressed: <c>train-images-idx3-ubyte.gz</c>,
/// <c>train-labels-idx1-ubyte.gz</c> and <c>t10k-...</c>; for EMNIST <c>emnist-letters-train-images-idx3-ubyte.gz</c> and so on. EMNIST's
/// files store transposed images; the dataset transposes them back.</remarks>
public sealed class MnistDataset : ImageDataset, IItemLabels
{
    /// <summary>Side of the images in pixels.</summary>
    public const int Side = 28;

    private const int Plane = Side * Side;

    private readonly MnistFormat _format;
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <summary>Reads the dataset.</summary>
    /// <param name="folder">The folder with the files; Debian's package <c>dataset-fashion-mnist</c> has
    /// <c>/usr/share/datasets/fashion-mnist</c>.</param>
    /// <param name="training">True for the training images, false for the test images.</param>
    /// <param name="variant">The dataset, which determines files and class names.</param>
    /// <param name="transform">Transform of the images; null for <see cref="Normalization.Gray"/> without steps: 1 x 28 x 28.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="variant"/> is not defined by the enumeration.</exception>
    /// <exception cref="FileNotFoundException">A file does not exist; the message says where to get it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, is not of the format, has images of another size or an invalid label, or
    /// images and labels do not match.</exception>
    public MnistDataset(string folder, bool training, MnistVariant variant = MnistVariant.Mnist, ImageTransform? transform = null,
        long seed = 0)
        : this(folder, training, MnistFormat.Of(variant), transform, seed)
    {
    }

    private MnistDataset(string folder, bool training, MnistFormat format, ImageTransform? transform, long seed)
        : base(format.Classes, transform ?? new ImageTransform([], Normalization.Gray), seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _format = format;
        var start = Path.Combine(folder, format.Prefix + (training ? "train" : format.Test));
        var images = IdxFile.Read($"{start}-images-idx3-ubyte", 3, format.Source);
        var labels = IdxFile.Read($"{start}-labels-idx1-ubyte", 1, format.Source);
        if (images.Lengths is not [_, Side, Side])
        {
            throw new InvalidDataException(
                $"{images.Path}: expected images of {Side} x {Side} pixels, got {images.Lengths[1]} x {images.Lengths[2]}. "
                + $"{format.Source}");
        }

        if (labels.Lengths[0] != images.Lengths[0])
        {
            throw new InvalidDataException(
                $"{labels.Path}: expected {images.Lengths[0]} labels, as {Path.GetFileName(images.Path)} has images, got "
                + $"{labels.Lengths[0]}. {format.Source}");
        }

        var wrong = labels.Values.AsSpan()
            .IndexOfAnyExceptInRange((byte)format.FirstLabel, (byte)(format.FirstLabel + format.Classes.Length - 1));
        if (wrong >= 0)
        {
            throw new InvalidDataException(
                $"{labels.Path}: image {wrong} has label {labels.Values[wrong]}; expected {format.FirstLabel} to "
                + $"{format.FirstLabel + format.Classes.Length - 1}. {format.Source}");
        }

        (_pixels, _labels) = (images.Values, labels.Values);
    }

    /// <summary>Number of images.</summary>
    public override long Count => _labels.Length;

    /// <inheritdoc/>
    public long LabelOf(long index) => _labels[CheckIndex(index)] - _format.FirstLabel;

    /// <inheritdoc/>
    protected override (RgbImage Image, int Label) Load(long index)
    {
        var image = new RgbImage(Side, Side);
        var from = _pixels.AsSpan((int)index * Plane, Plane);
        var to = image.Pixels;
        for (var i = 0; i < Plane; i++)
        {
            var value = from[_format.IsTransposed ? ((i % Side) * Side) + (i / Side) : i];
            to.Slice(i * RgbImage.BytesPerPixel, 3).Fill(value);
        }

        return (image, (int)LabelOf(index));
    }
}

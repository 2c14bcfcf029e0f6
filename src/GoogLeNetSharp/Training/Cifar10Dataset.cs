using System.Globalization;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>CIFAR-10 in its published binary form: 50,000 images to train with, 10,000 to test, 32 x 32 pixels, ten classes.</summary>
/// <remarks>Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html. All images are kept in memory, 3 KB each.</remarks>
public sealed class Cifar10Dataset : ImageDataset, IItemLabels
{
    private const int Side = 32;
    private const int Plane = Side * Side;
    private const int RecordBytes = 1 + (3 * Plane);
    private const int RecordsPerFile = 10_000;
    private const string Subfolder = "cifar-10-batches-bin";

    private static readonly string[] Names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private readonly byte[][] _files;

    /// <summary>Reads the dataset.</summary>
    /// <param name="folder">The folder with <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, or the one above it.</param>
    /// <param name="training">True for the training images, false for the test images.</param>
    /// <param name="transform">From the image to the tensor; where null, <see cref="Augmentation.Cifar10"/> for training and <see cref="Preprocessing.Cifar10"/> for the test.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <exception cref="FileNotFoundException">A file is not there; the message says where to get it.</exception>
    /// <exception cref="InvalidDataException">A file has another size than the published one, or a label that is none.</exception>
    public Cifar10Dataset(string folder, bool training, ImageTransform? transform = null, long seed = 0)
        : base(Names, transform ?? (training ? Augmentation.Cifar10 : Preprocessing.Cifar10), seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var inner = Path.Combine(folder, Subfolder);
        var place = Directory.Exists(inner) ? inner : folder;
        string[] names = training ? [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")] : ["test_batch.bin"];
        _files = [.. names.Select(name => ReadFile(Path.Combine(place, name)))];
    }

    /// <summary>Number of images.</summary>
    public override long Count => (long)_files.Length * RecordsPerFile;

    /// <inheritdoc/>
    public long LabelOf(long index) => Record(CheckIndex(index))[0];

    /// <inheritdoc/>
    protected override (RgbImage Image, int Label) Load(long index)
    {
        var record = Record(index);
        var image = new RgbImage(Side, Side);
        var pixels = image.Pixels;
        for (var i = 0; i < Plane; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                pixels[(i * RgbImage.BytesPerPixel) + channel] = record[1 + (channel * Plane) + i];
        }

        return (image, record[0]);
    }

    private ReadOnlySpan<byte> Record(long index)
    {
        var (file, position) = Math.DivRem(index, RecordsPerFile);
        return _files[file].AsSpan((int)position * RecordBytes, RecordBytes);
    }

    private static byte[] ReadFile(string path)
    {
        const long Expected = (long)RecordBytes * RecordsPerFile;
        const string Source = $"Get the \"CIFAR-10 binary version (suitable for C programs)\", cifar-10-binary.tar.gz, from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it; its folder is {Subfolder}.";
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"{path}: no such file. {Source}", path);
        if (file.Length != Expected)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{path}: expected {Expected:N0} bytes, got {file.Length:N0}. {Source}"));
        }

        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < RecordsPerFile; i++)
        {
            if (bytes[i * RecordBytes] >= Names.Length)
                throw new InvalidDataException($"{path}: image {i} has label {bytes[i * RecordBytes]}; expected 0 to {Names.Length - 1}. {Source}");
        }

        return bytes;
    }
}

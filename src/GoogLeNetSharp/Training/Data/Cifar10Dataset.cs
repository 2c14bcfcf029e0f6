using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>CIFAR-10 in its published binary form: 50,000 training and 10,000 test images, 32 x 32 pixels, ten classes.</summary>
/// <remarks>Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html. All images are kept in memory, 3 KB each.</remarks>
public sealed class Cifar10Dataset : ImageDataset, IItemLabels
{
    private const string Subfolder = "cifar-10-batches-bin";

    private const string Source =
        $"Get the \"CIFAR-10 binary version (suitable for C programs)\", cifar-10-binary.tar.gz, from "
        + $"https://www.cs.toronto.edu/~kriz/cifar.html and unpack it; its folder is {Subfolder}.";

    private static readonly string[] Names =
    [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ];

    private readonly CifarRecords _records;

    /// <summary>Reads the dataset.</summary>
    /// <param name="folder">The folder with <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, or its parent
    /// folder.</param>
    /// <param name="training">True for the training images, false for the test images.</param>
    /// <param name="transform">Transform of the images; null for <see cref="Augmentation.Cifar10"/> for training and
    /// <see cref="Preprocessing.Cifar10"/> for the test.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <exception cref="FileNotFoundException">A file does not exist; the message says where to get it.</exception>
    /// <exception cref="InvalidDataException">A file does not have the published size, or contains an invalid label.</exception>
    public Cifar10Dataset(string folder, bool training, ImageTransform? transform = null, long seed = 0)
        : base(Names, transform ?? (training ? Augmentation.Cifar10 : Preprocessing.Cifar10), seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var inner = Path.Combine(folder, Subfolder);
        var place = Directory.Exists(inner) ? inner : folder;
        _records = new CifarRecords(labelBytes: 1, recordsPerFile: 10_000, Names.Length, Source);
        string[] names = training ? [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")] : ["test_batch.bin"];
        foreach (var name in names) _records.Add(Path.Combine(place, name));
    }

    /// <summary>Number of images.</summary>
    public override long Count => _records.Count;

    /// <inheritdoc/>
    public long LabelOf(long index) => _records.LabelOf(CheckIndex(index));

    /// <inheritdoc/>
    protected override (RgbImage Image, int Label) Load(long index) => (_records.ImageOf(index), _records.LabelOf(index));
}

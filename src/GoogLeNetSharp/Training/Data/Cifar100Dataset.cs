using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>CIFAR-100 in its published binary form: 50,000 training and 10,000 test images, 32 x 32 pixels, 100 classes.</summary>
/// <remarks>Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html. All images are kept in memory, 3 KB each. Labels are the
/// fine labels; the 20 superclasses are ignored.</remarks>
public sealed class Cifar100Dataset : ImageDataset, IItemLabels
{
    private const string Subfolder = "cifar-100-binary";

    private const string Source =
        $"Get the \"CIFAR-100 binary version (suitable for C programs)\", cifar-100-binary.tar.gz, from "
        + $"https://www.cs.toronto.edu/~kriz/cifar.html and unpack it; its folder is {Subfolder}.";

    private static readonly string[] Names =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge", "bus",
        "butterfly", "camel", "can", "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch",
        "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house",
        "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle",
        "mountain", "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
        "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark",
        "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank",
        "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf",
        "woman", "worm",
    ];

    private readonly CifarRecords _records;

    /// <summary>Reads the dataset.</summary>
    /// <param name="folder">The folder with <c>train.bin</c> and <c>test.bin</c>, or its parent folder.</param>
    /// <param name="training">True for the training images, false for the test images.</param>
    /// <param name="transform">Transform of the images; null for <see cref="Augmentation.Cifar10"/> for training and
    /// <see cref="Preprocessing.Cifar10"/> for the test.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <exception cref="FileNotFoundException">A file does not exist; the message says where to get it.</exception>
    /// <exception cref="InvalidDataException">A file does not have the published size, or contains an invalid label.</exception>
    public Cifar100Dataset(string folder, bool training, ImageTransform? transform = null, long seed = 0)
        : base(Names, transform ?? (training ? Augmentation.Cifar10 : Preprocessing.Cifar10), seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var inner = Path.Combine(folder, Subfolder);
        var place = Directory.Exists(inner) ? inner : folder;
        _records = new CifarRecords(labelBytes: 2, recordsPerFile: training ? 50_000 : 10_000, Names.Length, Source);
        _records.Add(Path.Combine(place, training ? "train.bin" : "test.bin"));
    }

    /// <summary>Number of images.</summary>
    public override long Count => _records.Count;

    /// <inheritdoc/>
    public long LabelOf(long index) => _records.LabelOf(CheckIndex(index));

    /// <inheritdoc/>
    protected override (RgbImage Image, int Label) Load(long index) => (_records.ImageOf(index), _records.LabelOf(index));
}

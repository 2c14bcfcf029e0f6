namespace GoogLeNetSharp.Training;

/// <summary>Properties of a dataset in MNIST's file format.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Prefix">Prefix of the file names.</param>
/// <param name="Test">Name of the test files.</param>
/// <param name="Source">Where to get the files.</param>
/// <param name="FirstLabel">The label of the first class.</param>
/// <param name="IsTransposed">Whether the images are transposed.</param>
internal sealed record MnistFormat(string[] Classes, string Prefix, string Test, string Source, int FirstLabel = 0,
    bool IsTransposed = false)
{
    private const string Digits = "0123456789";
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";
    private const string SmallThatDiffer = "abdefghnqrt";

    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public static MnistFormat Of(MnistVariant variant) => variant switch
    {
        MnistVariant.Mnist =>
            new(Each(Digits), "", "t10k", "Get the four files of MNIST, for example from https://ossci-datasets.s3.amazonaws.com/mnist/."),
        MnistVariant.FashionMnist => new(
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"], "", "t10k",
            "Install Debian's package dataset-fashion-mnist, or get the four files from https://github.com/zalandoresearch/fashion-mnist."),
        MnistVariant.Kmnist => new(
            ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"], "", "t10k",
            "Get the four files of Kuzushiji-MNIST from https://github.com/rois-codh/kmnist."),
        MnistVariant.EmnistByClass => Emnist("byclass", Digits + Capitals + Small),
        MnistVariant.EmnistByMerge => Emnist("bymerge", Digits + Capitals + SmallThatDiffer),
        MnistVariant.EmnistBalanced => Emnist("balanced", Digits + Capitals + SmallThatDiffer),
        MnistVariant.EmnistLetters => Emnist("letters", Small) with { FirstLabel = 1 },
        MnistVariant.EmnistDigits => Emnist("digits", Digits),
        MnistVariant.EmnistMnist => Emnist("mnist", Digits),
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant,
            $"variant: must be one of {string.Join(", ", Enum.GetNames<MnistVariant>())}."),
    };

    private static MnistFormat Emnist(string split, string classes) => new(
        Each(classes), $"emnist-{split}-", "test",
        "Get EMNIST in its binary format, gzip.zip, from https://www.nist.gov/itl/products-and-services/emnist-dataset and unpack it.",
        IsTransposed: true);

    private static string[] Each(string characters) => [.. characters.Select(character => character.ToString())];
}

using System.Buffers.Binary;
using System.IO.Compression;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>Files of MNIST's format: real ones of Fashion-MNIST, others made here.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class MnistDatasetTests
{
    private const string Real = "Training/FashionMnist";
    private const string Source = "Get the four files of MNIST, for example from https://ossci-datasets.s3.amazonaws.com/mnist/.";

    [Fact]
    internal void FashionMnist_RealImages_TrainsLeNetToSixtyEightPercent()
    {
        using var threads = new OneThread();
        manual_seed(1).Dispose();
        using var model = new LeNet();
        using var training = new MnistDataset(Real, training: true, MnistVariant.FashionMnist);
        using var test = new MnistDataset(Real, training: false, MnistVariant.FashionMnist);
        var options = new TrainerOptions
        {
            Epochs = 20,
            BatchSize = 20,
            Optimizer = new OptimizerSettings.AdamW(0.002),
            Precision = TrainingPrecision.Float32,
        };

        var result = new Trainer(model, options).Fit(training, test);

        (training.Count, test.Count).Should().Be((360, 120));
        result.Validation!.Top1.Should().BeGreaterThan(0.68);
    }

    [Fact]
    internal void GetTensor_RealImage_IsThePixelsOfTheFile()
    {
        using var data = new MnistDataset(Real, training: true, MnistVariant.FashionMnist);
        using var unzipped = new GZipStream(File.OpenRead($"{Real}/train-images-idx3-ubyte.gz"), CompressionMode.Decompress);
        var bytes = new byte[16 + (360 * 784)];
        unzipped.ReadExactly(bytes);
        using var scope = NewDisposeScope();

        var item = data.GetTensor(359);

        item["image"].shape.Should().Equal(1, 28, 28);
        var expected = bytes.AsSpan(16 + (359 * 784)).ToArray().Select(value => ((value / 255f) - 0.5f) / 0.5f);
        item["image"].data<float>().Should().Equal(expected);
        Enumerable.Range(0, 360).GroupBy(index => data.LabelOf(index)).Select(group => group.Count()).Should()
            .Equal(Enumerable.Repeat(36, 10));
        data.Classes.Should().Equal("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
            "Ankle boot");
    }

    [Fact]
    internal void GetTensor_Emnist_IsUprightAndLettersCountFromZero()
    {
        using var folder = new TemporaryFolder();
        var pixels = new byte[784];
        pixels[1] = 255;        // column 0, row 1 in EMNIST's order
        Write(folder, "emnist-letters-test-images-idx3-ubyte", [1, 28, 28], pixels);
        Write(folder, "emnist-letters-test-labels-idx1-ubyte", [1], [26]);

        using var data = new MnistDataset(folder.Path, training: false, MnistVariant.EmnistLetters);

        using var scope = NewDisposeScope();
        var item = data.GetTensor(0);
        item["image"][0, 1, 0].item<float>().Should().Be(1);
        item["image"].sum().item<float>().Should().Be(-782);
        item["label"].item<long>().Should().Be(25);
        data.Classes[25].Should().Be("z");
    }

    [Theory]
    [InlineData(MnistVariant.Mnist, 10, "0")]
    [InlineData(MnistVariant.Kmnist, 10, "o")]
    [InlineData(MnistVariant.EmnistByClass, 62, "0")]
    [InlineData(MnistVariant.EmnistByMerge, 47, "0")]
    [InlineData(MnistVariant.EmnistBalanced, 47, "0")]
    [InlineData(MnistVariant.EmnistLetters, 26, "a")]
    [InlineData(MnistVariant.EmnistDigits, 10, "0")]
    [InlineData(MnistVariant.EmnistMnist, 10, "0")]
    internal void Variants_ClassNames_AreThoseOfTheirPapers(MnistVariant variant, int classes, string first)
    {
        var format = MnistFormat.Of(variant);

        format.Classes.Should().HaveCount(classes).And.OnlyHaveUniqueItems();
        format.Classes[0].Should().Be(first);
    }

    [Fact]
    internal void Files_ThatAreNotRight_AreNamedWithTheReason()
    {
        using var folder = new TemporaryFolder();
        const string Images = "t10k-images-idx3-ubyte", Labels = "t10k-labels-idx1-ubyte";
        var (images, labels) = (Path.Combine(folder.Path, Images), Path.Combine(folder.Path, Labels));
        Message<FileNotFoundException>().Should().Be($"{images}: no such file, nor {Images}.gz. {Source}");

        File.WriteAllBytes(images, new byte[40]);
        Broken().Should()
            .Be($"{images}: expected an IDX file of bytes in 3 dimensions, which starts with 00000803, got 00000000. {Source}");
        File.WriteAllBytes(images, [0, 0, 8, 3]);
        Broken().Should().Be($"{images}: ends too early. {Source}");
        Write(folder, Images, [2, 28, 28], new byte[1567]);
        Broken().Should().Be($"{images}: expected 1,584 bytes by its header, got 1,583. {Source}");
        Write(folder, Images, [int.MaxValue, int.MaxValue, int.MaxValue], new byte[1]);
        Broken().Should().Be($"{images}: the header says 2147483647 x 2147483647 x 2147483647; expected 1 byte to 2 GB. {Source}");
        Write(folder, Images, [2, 14, 56], new byte[1568]);
        Write(folder, Labels, [2], [3, 9]);
        Broken().Should().Be($"{images}: expected images of 28 x 28 pixels, got 14 x 56. {Source}");
        Write(folder, Images, [2, 28, 28], new byte[1568]);
        Write(folder, Labels, [3], [3, 9, 0]);
        Broken().Should().Be($"{labels}: expected 2 labels, as {Images} has images, got 3. {Source}");
        Write(folder, Labels, [2], [3, 10]);
        Broken().Should().Be($"{labels}: image 1 has label 10; expected 0 to 9. {Source}");

        string Broken() => Message<InvalidDataException>();
        string Message<T>() where T : Exception =>
            FluentActions.Invoking(() => new MnistDataset(folder.Path, training: false)).Should().Throw<T>().Which.Message;
    }

    [Fact]
    internal void CompressedFiles_ThatAreNotRight_AreNamedWithTheReason()
    {
        using var folder = new TemporaryFolder();
        const string Name = "train-images-idx3-ubyte.gz";
        var path = Path.Combine(folder.Path, Name);
        File.WriteAllText(path, "no gzip file, but long enough to be one");
        Message().Should().Be($"{path}: is damaged or not compressed by gzip. {Source}");
        Zip(path, [0, 0, 8, 3, .. BigEndian(100_000), .. BigEndian(28), .. BigEndian(28)]);
        Message().Should().Match($"{path}: expected 78,400,016 bytes by its header, got ?? compressed. {Source}");
        Zip(path, [0, 0, 8, 3, .. BigEndian(1), .. BigEndian(28), .. BigEndian(28), .. new byte[785]]);
        Message().Should().Be($"{path}: has more bytes than its header says. {Source}");
        Zip(path, [0, 0, 8, 3, .. BigEndian(1), .. BigEndian(28), .. BigEndian(28), .. new byte[783]]);
        Message().Should().Be($"{path}: ends too early. {Source}");

        string Message() => FluentActions.Invoking(() => new MnistDataset(folder.Path, training: true)).Should()
            .Throw<InvalidDataException>().Which.Message;
    }

    // The last eight bytes of a gzip file: CRC-32 and length of what was compressed.
    [Theory]
    [InlineData(-8, "is damaged or not compressed by gzip")]
    [InlineData(-4, "is damaged or not compressed by gzip")]
    internal void CompressedFiles_WithAnotherChecksumOrLength_AreDamaged(int place, string what)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "train-images-idx3-ubyte.gz");
        Zip(path, [0, 0, 8, 3, .. BigEndian(1), .. BigEndian(28), .. BigEndian(28), .. new byte[784]]);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length + place] ^= 1;
        File.WriteAllBytes(path, bytes);
        Message().Should().Be($"{path}: {what}. {Source}");
        File.WriteAllBytes(path, bytes[..^8]);
        Message().Should().BeOneOf($"{path}: ends too early. {Source}", $"{path}: {what}. {Source}");

        string Message() => FluentActions.Invoking(() => new MnistDataset(folder.Path, training: true)).Should()
            .Throw<InvalidDataException>().Which.Message;
    }

    private static void Write(TemporaryFolder folder, string name, int[] lengths, byte[] values) =>
        File.WriteAllBytes(Path.Combine(folder.Path, name), [0, 0, 8, (byte)lengths.Length, .. lengths.SelectMany(BigEndian), .. values]);

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static void Zip(string path, byte[] bytes)
    {
        using var zip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        zip.Write(bytes);
    }
}

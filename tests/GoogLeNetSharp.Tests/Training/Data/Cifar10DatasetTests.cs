using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>CIFAR-10's binary files, made here in their published layout.</summary>
public sealed class Cifar10DatasetTests
{
    private const int RecordBytes = 3073;
    private const string Source = "Get the \"CIFAR-10 binary version (suitable for C programs)\", cifar-10-binary.tar.gz, from "
        + "https://www.cs.toronto.edu/~kriz/cifar.html and unpack it; its folder is cifar-10-batches-bin.";

    [Fact]
    internal void GetTensor_TestSet_LabelFirstThenPlanes()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "cifar-10-batches-bin")).FullName, "test_batch.bin");
        var record = new byte[RecordBytes];
        record[0] = 7;
        record[1 + 33] = 255;               // red of x 1, y 1
        record[1 + 1024 + 33] = 51;         // green
        record[1 + 2048 + 1023] = 102;      // blue of the last pixel
        Write(path, 10_000L * RecordBytes, 9_999L * RecordBytes, record);

        using var data = new Cifar10Dataset(folder.Path, training: false, new ImageTransform([], Normalization.Tf));

        data.Count.Should().Be(10_000);
        data.Classes.Should().Equal("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        using var scope = NewDisposeScope();
        var item = data.GetTensor(9_999);
        item["label"].item<long>().Should().Be(7);
        item["image"].shape.Should().Equal(3, 32, 32);
        item["image"][0, 1, 1].item<float>().Should().Be(1);
        item["image"][1, 1, 1].item<float>().Should().BeApproximately(-0.6f, 1e-6f);
        item["image"][2, 31, 31].item<float>().Should().BeApproximately(-0.2f, 1e-6f);
        item["image"].sum().item<float>().Should().BeApproximately(-3072 + 2 + 0.4f + 0.8f, 1e-2f);
        data.GetTensor(0)["label"].item<long>().Should().Be(0);
    }

    [Fact]
    internal void GetTensor_TrainingSet_FiveFilesInOrder()
    {
        using var folder = new TemporaryFolder();
        for (byte i = 1; i <= 5; i++) Write(Path.Combine(folder.Path, $"data_batch_{i}.bin"), 10_000L * RecordBytes, 0, [i]);
        using var data = new Cifar10Dataset(folder.Path, training: true);
        data.Count.Should().Be(50_000);
        data.Transform.Should().BeSameAs(Augmentation.Cifar10);
        using var scope = NewDisposeScope();
        Enumerable.Range(0, 5).Select(i => data.GetTensor(i * 10_000)["label"].item<long>()).Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    internal void Folder_WithoutTheFiles_SaysWhereToGetThem()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "test_batch.bin");
        var open = () => new Cifar10Dataset(folder.Path, training: false);
        open.Should().Throw<FileNotFoundException>().WithMessage($"{path}: no such file. {Source}");
        Write(path, 1234, 0, [0]);
        open.Should().Throw<InvalidDataException>().WithMessage($"{path}: expected 30,730,000 bytes, got 1,234. {Source}");
        Write(path, 10_000L * RecordBytes, 3L * RecordBytes, [10]);
        open.Should().Throw<InvalidDataException>().WithMessage($"{path}: image 3 has label 10; expected 0 to 9. {Source}");
    }

    private static void Write(string path, long length, long position, byte[] bytes)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
        file.Position = position;
        file.Write(bytes);
    }
}

using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>CIFAR-100's binary files, made here in their published layout: coarse label, fine label, planes.</summary>
public sealed class Cifar100DatasetTests
{
    private const long RecordBytes = 3074;

    [Fact]
    internal void GetTensor_TestSet_FineLabelThenPlanes()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "test.bin");
        using (var file = File.Create(path))
        {
            file.SetLength(10_000 * RecordBytes);
            file.Position = 9_999 * RecordBytes;
            file.Write([11, 98, 255]);       // people, woman, red of the first pixel
        }

        using var data = new Cifar100Dataset(folder.Path, training: false, new ImageTransform([], Normalization.Tf));

        using var scope = NewDisposeScope();
        var item = data.GetTensor(9_999);
        item["label"].item<long>().Should().Be(98);
        item["image"][0, 0, 0].item<float>().Should().Be(1);
        item["image"].sum().item<float>().Should().Be(-3070);
        data.Classes.Should().HaveCount(100).And.BeInAscendingOrder(StringComparer.Ordinal);
        data.Classes[98].Should().Be("woman");
    }

    [Fact]
    internal void Folder_WithAWrongLabel_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "test.bin");
        using (var file = File.Create(path))
        {
            file.SetLength(10_000 * RecordBytes);
            file.Write([0, 100]);
        }

        FluentActions.Invoking(() => new Cifar100Dataset(folder.Path, training: false)).Should().Throw<InvalidDataException>().WithMessage(
            $"{path}: image 0 has label 100; expected 0 to 99. Get the \"CIFAR-100 binary version (suitable for C programs)\", "
            + $"cifar-100-binary.tar.gz, "
            + "from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it; its folder is cifar-100-binary.");
    }
}

using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Folders of images.</summary>
public sealed class ImageFolderDatasetTests
{
    private static readonly ImageTransform Small = Preprocessing.Centre(16, 16, Normalization.ImageNet);

    [Fact]
    internal void GetTensor_EveryFormat_ClassesAndFilesInOrder()
    {
        using var folder = new TemporaryFolder();
        foreach (var (file, name) in new[] { ("rgb.webp", "b/2.webp"), ("rgb.jpg", "a/deep/1.JPG"), ("rgb.png", "b/1.png"), ("rgb.bmp", "b/3.bmp"), ("text.jpg", "b/notes.txt") })
            folder.Copy(ImageFixture.PathOf(file), name);

        using var data = new ImageFolderDataset(folder.Path, Small);

        data.Classes.Should().Equal("a", "b");
        data.Files.Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/')).Should().Equal("a/deep/1.JPG", "b/1.png", "b/2.webp", "b/3.bmp");
        using var scope = NewDisposeScope();
        var items = Enumerable.Range(0, 4).Select(i => data.GetTensor(i)).ToArray();
        items.Select(item => item["label"].item<long>()).Should().Equal(0, 1, 1, 1);
        items[1]["image"].Equals(items[2]["image"]).Should().BeTrue();
        items[1]["image"].Equals(items[3]["image"]).Should().BeTrue();
        data.Skipped.Should().BeEmpty();
    }

    [Fact]
    internal void GetTensor_BrokenFile_IsSkippedForTheNextOfItsClass()
    {
        using var folder = new TemporaryFolder();
        folder.Copy(ImageFixture.PathOf("rgb.png"), "a/1.png");
        var truncated = folder.Copy(ImageFixture.PathOf("truncated.jpg"), "a/2.jpg");
        var empty = folder.Copy(ImageFixture.PathOf("empty.png"), "a/3.png");
        folder.Copy(ImageFixture.PathOf("tall.png"), "b/1.png");
        using var data = new ImageFolderDataset(folder.Path, Small);

        using var loader = utils.data.DataLoader(data, 4, num_worker: 2);
        foreach (var batch in loader)
        {
            batch["label"].data<long>().Should().Equal(0, 0, 0, 1);
            batch["image"][1].Equals(batch["image"][0]).Should().BeTrue();
            batch["image"][2].Equals(batch["image"][0]).Should().BeTrue();
        }

        data.Skipped.Should().Equal(
            new SkippedImage(truncated, $"{truncated}: cannot be read as an image: it is truncated: the data end before the image does."),
            new SkippedImage(empty, $"{empty}: cannot be read as an image: the file is empty."));
    }

    [Fact]
    internal void GetTensor_BrokenFileAndThrow_NamesIt()
    {
        using var folder = new TemporaryFolder();
        folder.Copy(ImageFixture.PathOf("rgb.png"), "a/1.png");
        var broken = folder.Copy(ImageFixture.PathOf("text.jpg"), "a/2.jpg");
        using var data = new ImageFolderDataset(folder.Path, Small, broken: BrokenImages.Throw);
        var get = () => data.GetTensor(1);
        get.Should().Throw<InvalidDataException>().WithMessage($"{broken}: cannot be read as an image: *");
    }

    [Fact]
    internal void GetTensor_WholeClassBroken_SaysSo()
    {
        using var folder = new TemporaryFolder();
        folder.Copy(ImageFixture.PathOf("text.jpg"), "a/1.jpg");
        var large = folder.Copy(ImageFixture.PathOf("rgb.png"), "b/1.png");
        using var data = new ImageFolderDataset(folder.Path, Small, maxPixels: 3052);
        var get = () => data.GetTensor(1);
        get.Should().Throw<InvalidDataException>().WithMessage(
            $"None of the 1 images of class b can be read; the first: {large}: cannot be read as an image: it has 71 x 43 = 3,053 pixels, more than the 3,052 allowed.");
    }

    [Fact]
    internal void Split_AnySeed_DealsEveryImageOnceAndTheSameAgain()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 10; i++) folder.Copy(ImageFixture.PathOf("rgb.png"), $"a/{i}.png");
        for (var i = 0; i < 2; i++) folder.Copy(ImageFixture.PathOf("tall.png"), $"b/{i}.png");

        var (training, validation) = ImageFolderDataset.Split(folder.Path, 0.2, Augmentation.Cifar10, Small, seed: 5);
        var again = ImageFolderDataset.Split(folder.Path, 0.2, Augmentation.Cifar10, Small, seed: 5);

        validation.Classes.Should().Equal(training.Classes);
        (training.Count, validation.Count).Should().Be((9, 3));
        training.Files.Concat(validation.Files).Order(StringComparer.Ordinal).Should().Equal(new ImageFolderDataset(folder.Path, Small).Files);
        again.Validation.Files.Should().Equal(validation.Files);
        validation.Transform.Should().BeSameAs(Small);
        training.Transform.Should().BeSameAs(Augmentation.Cifar10);
    }

    [Fact]
    internal void Folder_WithoutWhatIsNeeded_SaysWhat()
    {
        using var folder = new TemporaryFolder();
        var open = () => new ImageFolderDataset(folder.Path, Small);
        open.Should().Throw<InvalidDataException>().WithMessage($"{folder.Path}: expected one subfolder per class, got none.");
        var cats = Directory.CreateDirectory(Path.Combine(folder.Path, "cats")).FullName;
        open.Should().Throw<InvalidDataException>().WithMessage($"{cats}: expected images (.jpg, .jpeg, .jfif, .png, .webp, .bmp, .gif) of class cats, got none.");
        folder.Copy(ImageFixture.PathOf("rgb.png"), "cats/1.png");
        var split = () => ImageFolderDataset.Split(folder.Path, 0.5, Small, Small);
        split.Should().Throw<InvalidDataException>().WithMessage($"{cats}: expected two images or more to split, got one.");
        var missing = () => new ImageFolderDataset(Path.Combine(folder.Path, "none"), Small);
        missing.Should().Throw<DirectoryNotFoundException>().WithMessage($"{Path.Combine(folder.Path, "none")}: no such folder.");
    }
}

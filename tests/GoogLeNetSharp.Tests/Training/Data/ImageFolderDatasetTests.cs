using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>Folders of images.</summary>
public sealed class ImageFolderDatasetTests
{
    private static readonly ImageTransform Small = Preprocessing.Centre(16, 16, Normalization.ImageNet);

    [Fact]
    internal void GetTensor_EveryFormat_ClassesAndFilesInOrder()
    {
        using var folder = new TemporaryFolder();
        foreach (var (file, name) in new[]
        {
            ("rgb.webp", "b/2.webp"),
            ("rgb.jpg", "a/deep/1.JPG"),
            ("rgb.png", "b/1.png"),
            ("rgb.bmp", "b/3.bmp"),
            ("text.jpg", "b/notes.txt"),
        })
        {
            folder.Copy(ImageFixture.PathOf(file), name);
        }

        using var data = new ImageFolderDataset(folder.Path, Small);

        data.Classes.Should().Equal("a", "b");
        data.Files.Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/')).Should()
            .Equal("a/deep/1.JPG", "b/1.png", "b/2.webp", "b/3.bmp");
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
            $"None of the 1 images of class b can be read; the first: {large}: cannot be read as an image: it has 71 x 43 = 3,053 "
            + $"pixels, more than the 3,052 allowed.");
    }

    [Fact]
    internal void Folder_AsPeopleHaveThem_ListsImagesOnceAndSaysWhatIsLeftOut()
    {
        using var folder = new TemporaryFolder();
        var png = ImageFixture.PathOf("rgb.png");
        string[] names =
        [
            "a/1.png", "a/.hidden.png", "a/.ipynb_checkpoints/1.png", "b/deep/2.png", ".git/3.png", "__MACOSX/a/4.png",
            "b/5.jfif", "b/6.tif",
            "b/notes.txt", "7.png",
        ];
        foreach (var name in names)
            folder.Copy(png, name);
        Link("a/loop", "..");
        Link("a/self", ".");
        Link("a/of-b", "../b/deep");
        Link("above", "..");
        Link("c", "b");
        Link("d", "nowhere");
        UnixFile.Pipe(At("a/8.png"));
        File.CreateSymbolicLink(At("a/9.png"), "/dev/zero");

        using var data = new ImageFolderDataset(folder.Path, Small);

        data.Classes.Should().Equal("a", "b");
        data.Files.Select(Name).Should().Equal("a/1.png", "b/5.jfif", "b/deep/2.png");
        var real = Path.GetFullPath(folder.Path);
        data.Skipped.Select(file => (Name(file.Path), file.Cause)).Should().Equal(
            ("a/8.png", $"{At("a/8.png")}: cannot be read as an image: it is a pipe, not a file."),
            ("a/9.png", $"{At("a/9.png")}: cannot be read as an image: it is a device, not a file."),
            ("b/6.tif", $"{At("b/6.tif")}: cannot be read as an image: .tif files cannot be read."));
        const string Hidden = "it is hidden, or made by a system or a tool";
        data.LeftOut.Select(entry => (Name(entry.Path), entry.Reason)).Should().BeEquivalentTo(
        [
            (".git", Hidden), ("__MACOSX", Hidden), ("7.png", "it is a file beside the folders of the classes"),
            ("above", $"it is a link to {Path.GetDirectoryName(real)}, which contains this folder"),
            ("c", $"it is a link to {real}/b, which is already listed"),
            ("d", "it is a file beside the folders of the classes"), ("a/.hidden.png", Hidden), ("a/.ipynb_checkpoints", Hidden),
            ("b/notes.txt", "its extension is not that of an image"),
            ("a/loop", $"it is a link to {real}, which contains this folder"),
            ("a/self", $"it is a link to {real}/a, which is already listed"),
            ("a/of-b", $"it is a link to {real}/b/deep, which is already listed"),
        ]);

        string At(string name) => Path.Combine(folder.Path, name);
        string Name(string path) => Path.GetRelativePath(folder.Path, path);
        void Link(string name, string target) => Directory.CreateSymbolicLink(At(name), target);
    }

    [Fact]
    internal void Folder_LinksToElsewhere_AreFollowedOnce()
    {
        using var images = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var file = images.Copy(ImageFixture.PathOf("rgb.png"), "cats/1.png");
        images.Copy(ImageFixture.PathOf("tall.png"), "more/deep/2.png");
        Directory.CreateSymbolicLink(Path.Combine(images.Path, "more/deep/up"), "..");
        folder.Copy(file, "dog/3.png");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "dog/4.png"), file);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "cat"), Path.Combine(images.Path, "cats"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "dog/more"), Path.Combine(images.Path, "more"));

        using var data = new ImageFolderDataset(folder.Path, Small);

        data.Classes.Should().Equal("cat", "dog");
        data.Files.Select(path => Path.GetRelativePath(folder.Path, path)).Should()
            .Equal("cat/1.png", "dog/3.png", "dog/4.png", "dog/more/deep/2.png");
        using var scope = NewDisposeScope();
        data.GetTensor(2)["label"].item<long>().Should().Be(1);
        data.LeftOut.Should().ContainSingle().Which.Reason.Should().EndWith("more, which is already listed");
    }

    [Theory]
    [InlineData(BrokenImages.Skip)]
    [InlineData(BrokenImages.Throw)]
    internal void GetTensor_EveryWayToFail_IsSkippedOrNamesTheFile(BrokenImages broken)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var good = folder.Copy(ImageFixture.PathOf("rgb.png"), "a/0.png");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "a/1.png"), "gone.png");
        folder.Copy(good, "a/2.png");
        folder.Copy(ImageFixture.PathOf("exif1.png"), "a/3.png");
        using var badNames = UnixFile.WithBadNames(good, Path.Combine(folder.Path, "a"));
        using var data = new ImageFolderDataset(
            folder.Path, new ImageTransform([new RandomCrop(16), new Refusing(), new CenterCrop(16)], Normalization.Tf), broken: broken);
        File.Delete(Path.Combine(folder.Path, "a/2.png"));
        data.LeftOut.Should().ContainSingle().Which.Reason.Should().Be("its name is no valid Unicode, so that it cannot be opened");

        (int Index, string Cause)[] expected =
        [
            (1, "cannot be read as an image: it is a link to gone.png, which is not there."),
            (2, "cannot be read as an image: there is no such file."),
            (3, "cannot be transformed by RandomCrop: image: expected at least 16 x 16 pixels with 0 of padding on each side, got 6 x 4 "
                + "without. (Parameter 'image')"),
            (4, "cannot be read as an image: its name is no valid Unicode, so that it cannot be opened."),
        ];
        foreach (var (index, cause) in expected)
        {
            var get = () => data.GetTensor(index);
            if (broken == BrokenImages.Skip) get.Should().NotThrow().Which["image"].shape.Should().Equal(3, 16, 16);
            else get.Should().Throw<InvalidDataException>().WithMessage($"{data.Files[index]}: {cause}");
        }

        var skipped = broken == BrokenImages.Skip
            ? expected.Select(entry => new SkippedImage(data.Files[entry.Index], $"{data.Files[entry.Index]}: {entry.Cause}")) : [];
        data.Skipped.Should().Equal(skipped);
    }

    [Fact]
    internal void GetTensor_GrayTransform_IsOneChannel()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        folder.Copy(ImageFixture.PathOf("rgb.png"), "a/1.png");
        using var data = new ImageFolderDataset(folder.Path, Augmentation.ImageNet(16, Normalization.Gray));
        data.GetTensor(0)["image"].shape.Should().Equal(1, 16, 16);
        using var shapes = new ShapesDataset(1, size: 8, transform: new ImageTransform([], Normalization.Gray));
        shapes.GetTensor(0)["image"].shape.Should().Equal(1, 8, 8);
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
        training.Files.Concat(validation.Files).Order(StringComparer.Ordinal).Should()
            .Equal(new ImageFolderDataset(folder.Path, Small).Files);
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
        open.Should().Throw<InvalidDataException>().WithMessage(
            $"{cats}: expected images (.jpg, .jpeg, .jfif, .png, .webp, .bmp, .gif) of class cats, got none.");
        folder.Copy(ImageFixture.PathOf("rgb.png"), "cats/1.png");
        var split = () => ImageFolderDataset.Split(folder.Path, 0.5, Small, Small);
        split.Should().Throw<InvalidDataException>().WithMessage($"{cats}: expected two images or more to split, got one.");
        var missing = () => new ImageFolderDataset(Path.Combine(folder.Path, "none"), Small);
        missing.Should().Throw<DirectoryNotFoundException>().WithMessage($"{Path.Combine(folder.Path, "none")}: no such folder.");
    }

    /// <summary>A step that leaves images alone, and none of the size that it gets twice.</summary>
    private sealed record Refusing : ImageStep
    {
        public override RgbImage Apply(RgbImage image, Random random) =>
            image.Width == 16 ? image : throw new NotSupportedException("wrong size");
    }
}

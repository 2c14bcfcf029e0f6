using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Training;
using SkiaSharp;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>The command line of the sample ClassifyImages in this process, with a network of known probabilities.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ClassifyImagesTests : IClassFixture<ClassifyImagesTests.KnownNetwork>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _weights;

    /// <summary>Uses the network.</summary>
    public ClassifyImagesTests(KnownNetwork network) => _weights = network.Weights;

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Main_Image_ShowsTheClassesByProbability()
    {
        var run = Run(_weights, Png("cat.png"), "--top", "2");

        run.Errors.Should().BeEmpty();
        run.Code.Should().Be(0);
        Rows(run).Should().Equal(
            ("Image", "Class", "Probability"),
            (_directory["cat.png"], "cat", "70.0 %"),
            ("", "dog", "20.0 %"));
    }

    [Fact]
    internal void Main_Folder_ClassifiesItsImagesInOrder()
    {
        string[] images = [Png("photos/b.PNG"), Png("photos/a.png"), Png("photos/more/c.png")];
        Png("photos/.hidden/d.png");
        File.WriteAllText(_directory["photos/notes.txt"], "no image");
        Directory.CreateSymbolicLink(_directory["photos/more/up"], _directory["photos"]);

        var run = Run(_weights, _directory["photos"], "--top", "1");

        run.Errors.Should().BeEmpty();
        run.Code.Should().Be(0);
        Rows(run).Select(row => row.Image).Where(image => image.Length > 0).Should().Equal(
            ["Image", .. images.Order(StringComparer.Ordinal)]);
    }

    [Fact]
    internal void Main_FolderWithoutImages_SaysSo()
    {
        Directory.CreateDirectory(_directory["empty"]);

        Run(_weights, _directory["empty"]).ShouldFailWith(
            $"{_directory["empty"]}: expected image files (.jpg, .jpeg, .jfif, .png, .webp, .bmp, .gif, .tif, .tiff), got none.");
    }

    [Fact]
    internal void Main_UnreadableImage_IsNamedAndTheOthersAreClassified()
    {
        File.WriteAllBytes(_directory["broken.png"], []);

        var run = Run(_weights, _directory["broken.png"], Png("good.png"), "--top", "1");

        run.ShouldFailWith($"{_directory["broken.png"]}: cannot be read as an image: the file is empty.");
        Rows(run).Should().Equal(("Image", "Class", "Probability"), (_directory["good.png"], "cat", "70.0 %"));
    }

    [Fact]
    internal void Main_SeveralUnreadableImages_AreCountedAtTheEnd()
    {
        File.WriteAllBytes(_directory["a.png"], []);
        File.WriteAllBytes(_directory["b.png"], []);

        Run(_weights, _directory["a.png"], _directory["b.png"], Png("good.png")).ShouldFailWith(string.Join(
            Environment.NewLine,
            $"{_directory["a.png"]}: cannot be read as an image: the file is empty.",
            $"{_directory["b.png"]}: cannot be read as an image: the file is empty.",
            "2 of 3 images could not be read."));
    }

    [Fact]
    internal void Main_MissingImage_IsOneLine()
    {
        Run(_weights, _directory["missing.png"])
            .ShouldFailWith($"{_directory["missing.png"]}: cannot be read as an image: there is no such file.");
    }

    [Fact]
    internal void Main_WeightsOfAnotherOrigin_AsksForThePreset()
    {
        using (var naive = new InceptionNaive(4, 1, 1, 1)) naive.SaveWeights(_directory["other.safetensors"]);

        Run(_directory["other.safetensors"], Png("cat.png")).ShouldFailWith(
            $"{_directory["other.safetensors"]} does not name its network: set it with --preset.");
    }

    [Fact]
    internal void Main_WeightsOfAnotherNetwork_ListsTenKeysAndCountsTheRest()
    {
        using (var naive = new InceptionNaive(4, 1, 1, 1)) naive.SaveWeights(_directory["other.safetensors"]);

        var run = Run(_directory["other.safetensors"], Png("cat.png"), "--preset", "Cifar");

        var lines = run.Errors.TrimEnd().Split('\n');
        lines.Should().HaveCount(12);
        lines[0].Should().Be($"{_directory["other.safetensors"]} does not fit GoogLeNet; 293 keys differ, nothing was loaded:");
        lines[1..^1].Should().AllSatisfy(line => line.Should().StartWith("  ").And.Contain(", expected ").And.Contain(", found "));
        lines[^1].Should().Be("  and 283 more");
        run.Code.Should().Be(1);
    }

    [Fact]
    internal void Main_TooManyLabels_IsOneLine()
    {
        File.WriteAllLines(_directory["labels.txt"], ["a", "b", "c", "d"]);

        Run(_weights, Png("cat.png"), "--labels", _directory["labels.txt"]).ShouldFailWith(
            "options: expected 3 labels, one for each class of the network, got 4. (Parameter 'options')");
    }

    [Fact]
    internal void Main_BadTop_IsOneLine()
    {
        Run("weights", "image", "--top", "0").ShouldFailWith("--top: expected a whole number from 1, got '0'.");
    }

    private static SampleRun Run(params string[] arguments) => SampleRun.Of("ClassifyImages", arguments);

    private static IEnumerable<(string Image, string Class, string Probability)> Rows(SampleRun run) => run.Output.Split('\n')
        .Where(line => line.StartsWith('│') || line.StartsWith('|'))
        .Select(line => line.Split('│', '|')[1..^1]).Select(cells => (cells[0].Trim(), cells[1].Trim(), cells[2].Trim()));

    private string Png(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[name])!);
        using var bitmap = new SKBitmap(8, 8);
        bitmap.Erase(SKColors.Teal);
        using var file = File.Create(_directory[name]);
        bitmap.Encode(file, SKEncodedImageFormat.Png, quality: 100).Should().BeTrue();
        return _directory[name];
    }

    /// <summary>A network for 32 x 32 images whose classifier ignores its input: 70% cat, 20% dog, 10% horse.</summary>
    public sealed class KnownNetwork : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        /// <summary>Makes and saves it.</summary>
        public KnownNetwork()
        {
            using var noGradient = torch.no_grad();
            using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { NumClasses = 3 });
            using var bias = torch.tensor(new[] { MathF.Log(0.2f), MathF.Log(0.7f), MathF.Log(0.1f) });
            foreach (var (name, tensor) in model.state_dict())
            {
                if (name == "fc.weight") tensor.fill_(0);
                if (name == "fc.bias") tensor.copy_(bias);
            }

            model.SaveWeights(Weights, ClassifierMetadata.Write(new Labels(["dog", "cat", "horse"]), Preprocessing.Cifar10));
        }

        /// <summary>The weights file.</summary>
        public string Weights => _directory["weights.safetensors"];

        /// <summary>Deletes it.</summary>
        public void Dispose() => _directory.Dispose();
    }
}

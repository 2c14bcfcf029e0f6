using System.Text.RegularExpressions;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Samples.ExplainImages;
using GoogLeNetSharp.Tests.Training;
using SkiaSharp;
using Spectre.Console;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>The command line of the sample ExplainImages, run in this process.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ExplainImagesTests : IDisposable
{
    private static readonly Labels Digits = new(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Main_Photo_WritesAPageThatNeedsNothingElse()
    {
        var run = Run(LeNetFile(), Png("digit.png", 28), "--output", _directory["page.html"], "--classes", "2", "--pictures",
            _directory["pictures"]);

        run.Errors.Should().BeEmpty();
        run.Code.Should().Be(0);
        run.Output.Should().MatchRegex(@"Written to .*page\.html: 0\.\d MB, a self-contained file\.");
        var page = File.ReadAllText(_directory["page.html"]);
        page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Replace("src=\"data:", "", StringComparison.Ordinal)
            .Should().NotContainAny("http:", "https:", "src=", "<link", "@import", "url(");
        Regex.Matches(page, "<section id=\"([a-z]+)\"").Select(match => match.Groups[1].Value)
            .Should().Equal("photo", "gradcam", "occlusion", "gradients", "stages", "filters");
        Regex.Count(page, "<td class=\"bar\">").Should().Be(5);
        Regex.Count(page, "What speaks for").Should().Be(4, "two classes by Grad-CAM, one by each of the others");
        Regex.Matches(page, "<div class=\"stage\" data-name=\"([a-z0-9]+)\"").Select(match => match.Groups[1].Value)
            .Should().Equal("conv1", "pool1", "conv2", "pool2");
        Directory.GetFiles(_directory["pictures"]).Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(
            "gradcam-1", "gradcam-2", "occlusion", "integrated-gradients", "stage-conv1", "stage-pool1", "stage-conv2", "stage-pool2",
            "filters");
        page.Should().Contain(File.ReadAllText(_directory["pictures/filters.svg"]));
        page.Should().Contain("A pixel here sees 6 x 6 pixels of the image, 2 x 2 apart.");
    }

    [Fact]
    internal void Main_Quick_LeavesOutWhatTakesLong()
    {
        var run = Run(LeNetFile(), Png("digit.png", 28), "--output", _directory["page.html"], "--quick", "--layer", "conv1");

        run.Code.Should().Be(0);
        File.ReadAllText(_directory["page.html"]).Should()
            .Contain("The maps of conv1, weighted by the mean gradient of the class: 28 x 28 pixels")
            .And.NotContain("<section id=\"occlusion\"");
    }

    [Fact]
    internal void Main_InceptionModules_AreShownByBranch()
    {
        using (var network = new GoogLeNet(GoogLeNetOptions.Cifar))
            network.SaveWeights(_directory["cifar.safetensors"], ClassifierMetadata.Write(Digits, Preprocessing.Cifar10));

        var run = Run(_directory["cifar.safetensors"], Png("cat.png", 40), "--output", _directory["page.html"], "--quick");

        run.Errors.Should().BeEmpty();
        File.ReadAllText(_directory["page.html"]).Should().Contain("branch3: channels 192 to 223")
            .And.Contain("<figcaption>What the network sees, 32 x 32</figcaption>");
    }

    [Fact]
    internal void Main_UnknownLayer_IsOneLineThatListsThem()
    {
        var run = Run(LeNetFile(), Png("digit.png", 28), "--output", _directory["page.html"], "--layer", "conv9");

        run.Code.Should().Be(1);
        run.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().Contain("conv9").And.Contain("conv1, pool1, conv2, pool2");
        File.Exists(_directory["page.html"]).Should().BeFalse();
    }

    [Fact]
    internal void Main_MissingPhoto_IsOneLine() => Run(LeNetFile(), _directory["missing.png"]).ShouldFailWith(
        $"Could not find file '{_directory["missing.png"]}'.");

    [Fact]
    internal void Main_OutputInNoFolder_IsOneLineBeforeTheWork() =>
        Run("weights", "photo", "--output", _directory["none/page.html"])
            .ShouldFailWith($"--output: there is no folder {_directory["none"]}.");

    [Fact]
    internal void Main_WeightsOfAnotherOrigin_AsksForThePreset()
    {
        using (var naive = new InceptionNaive(4, 1, 1, 1)) naive.SaveWeights(_directory["other.safetensors"]);

        Run(_directory["other.safetensors"], Png("cat.png", 8)).ShouldFailWith(
            $"{_directory["other.safetensors"]} does not name its network: set it with --preset.");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21")]
    [InlineData("many")]
    internal void Main_BadClasses_IsOneLine(string value) =>
        Run("weights", "photo", "--classes", value).ShouldFailWith($"--classes: expected a whole number from 1 to 20, got '{value}'.");

    [Fact]
    internal void Steps_LongStep_ShowsItsShareAtOnce()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Progress().AutoRefresh(false).Start(progress => new Steps(progress, CancellationToken.None).Run("occlusion", share =>
        {
            share.Report(0.25);
            progress.Refresh();
            return true;
        }));

        output.ToString().Should().Contain("occlusion").And.Contain("25%");
    }

    [Fact]
    internal void Steps_Cancelled_RunNoStep()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var run = () => console.Progress().Start(
            progress => new Steps(progress, new CancellationToken(true)).Run("classes", () => throw new InvalidOperationException("ran")));

        run.Should().Throw<OperationCanceledException>();
    }

    private static SampleRun Run(params string[] arguments) => SampleRun.Of("ExplainImages", arguments);

    private string LeNetFile()
    {
        using var network = new LeNet(LeNetOptions.Default);
        var transform = new ImageTransform([new CenterCrop(28)], Normalization.Gray);
        network.SaveWeights(_directory["lenet.safetensors"], ClassifierMetadata.Write(Digits, transform));
        return _directory["lenet.safetensors"];
    }

    private string Png(string name, int side)
    {
        using var bitmap = new SKBitmap(side, side);
        bitmap.Erase(SKColors.Black);
        for (var i = 4; i < side - 4; i++) bitmap.SetPixel(i, side / 2, SKColors.White);
        using var file = File.Create(_directory[name]);
        bitmap.Encode(file, SKEncodedImageFormat.Png, quality: 100).Should().BeTrue();
        return _directory[name];
    }
}

using System.Text.Json;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Tests.Training;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>The command line of the sample ShapeInspection, run in this process.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ShapeInspectionTests
{
    [Fact]
    internal void Main_NetworkAndJson_WritesTheSummaryAlone()
    {
        var (code, output, errors) = Run("--network", "module", "--format", "json", "--batch", "2", "--size", "10");

        code.Should().Be(0);
        var json = JsonDocument.Parse(output).RootElement;
        json.GetProperty("model").GetString().Should().Be("InceptionModule");
        json.GetProperty("inputShape").EnumerateArray().Select(side => side.GetInt32()).Should().Equal(2, 192, 10, 10);
        errors.Should().StartWith("Done in ");
    }

    [Theory]
    [InlineData("vgg-cifar", null, "pool1 16 x 16, pool2 8 x 8, pool3 4 x 4", "The last map, conv4_3, has 512 channels of 4 x 4.")]
    [InlineData("lenet", null, "pool1 14 x 14, conv2 10 x 10, pool2 5 x 5", "The last map, pool2, has 16 channels of 5 x 5.")]
    [InlineData("resnet18", "32", "conv1 16 x 16, maxpool 8 x 8, layer2 4 x 4, layer3 2 x 2, layer4 1 x 1",
        "The last map, layer4, has 512 channels of 1 x 1.")]
    [InlineData("resnet-cifar", null, "layer2 16 x 16, layer3 8 x 8, layer4 4 x 4", "The last map, layer4, has 512 channels of 4 x 4.")]
    [InlineData("cifar", null, "maxpool1 16 x 16, maxpool2 8 x 8, maxpool3 4 x 4",
        "The last map, inception5b, has 1024 channels of 4 x 4.")]
    internal void Main_Network_TellsWhatPoolsLeave(string network, string? size, string stages, string last)
    {
        var (code, output, _) =
            Run(["--network", network, "--batch", "1", "--depth", "1", .. size is null ? Array.Empty<string>() : ["--size", size]]);

        code.Should().Be(0);
        output.Should().Contain($" pixels: {stages}.{Environment.NewLine}{last}{Environment.NewLine}Done in ");
    }

    [Fact]
    internal void Main_Vgg19OfASmallImage_TellsThatFivePoolsLeaveOnePixel()
    {
        var (code, output, _) = Run("--network", "vgg19", "--size", "32", "--batch", "1", "--depth", "1");

        code.Should().Be(0);
        output.Should().Contain("Parameters               143,667,240 (143,667,240 trainable)").And.Contain(
            "Stages that reduce an image of 32 x 32 pixels: pool1 16 x 16, pool2 8 x 8, pool3 4 x 4, pool4 2 x 2, pool5 1 x 1."
            + $"{Environment.NewLine}The last map, pool5, has 512 channels of 1 x 1.");
    }

    [Fact]
    internal void Main_ImageThatPoolsAwayWholly_SaysWhatTheNetworkTakes() =>
        Run("--network", "vgg11", "--size", "16", "--batch", "1").ShouldFailWith(
        "input: expected an image of at least 32 x 32 (H x W), got 16 x 16 in shape [1, 3, 16, 16], in stage pool5 of Vgg. (Parameter "
        + "'input')");

    [Theory]
    [InlineData("default")]
    [InlineData("paper")]
    [InlineData("torchvision")]
    [InlineData("vgg11")]
    [InlineData("vgg13")]
    [InlineData("vgg16")]
    [InlineData("resnet34")]
    [InlineData("resnet50")]
    [InlineData("resnet101")]
    [InlineData("resnet152")]
    internal void Main_Help_NamesEveryNetwork(string network) => Run("--help").Output.Should().Contain(network);

    [Fact]
    internal void Main_Output_GoesToTheFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, output, _) = Run(
                "--network", "cifar", "--depth", "1", "--format", "markdown", "--output", file, "--batch", "1", "--classes", "7");

            code.Should().Be(0);
            output.Should().StartWith($"Written to {file} as Markdown.{Environment.NewLine}Done in ");
            File.ReadAllText(file).Should().StartWith("# GoogLeNet on 1 x 3 x 32 x 32")
                .And.Contain("| └─ fc | Linear | 1 x 1024 | 1 x 7 |");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    internal void Main_SvgFile_IsTheDrawing()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".svg");
        try
        {
            Run("--network", "resnet18", "--size", "64", "--batch", "1", "--output", file, "--horizontal", "--collapse")
                .Code.Should().Be(0);

            using var model = new ResNet(ResNetOptions.ResNet18);
            File.ReadAllText(file).Should().Be(ModelSummary.Create(model, 1, 3, 64, 64).ToSvg(
                new SummarySvgOptions { Orientation = SvgOrientation.Horizontal, CollapseRepeats = true }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    internal void Main_MapSizes_DrawsTheNetworksOfTheNotes()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, output, _) = Run("--map-sizes", file);

            code.Should().Be(0);
            output.Should().StartWith($"Written to {file} as Svg.");
            File.ReadAllText(file).Should().Contain("vgg19 on an image of 32 x 32: the last map is 1 x 1")
                .And.Contain("vgg-cifar on an image of 32 x 32: the last map is 4 x 4")
                .And.Contain("cifar on an image of 32 x 32: the last map is 4 x 4");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    internal void Main_Weights_LoadsThem()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (var naive = new InceptionNaive(192, 64, 128, 32)) naive.SaveWeights(file);

            var (code, output, errors) = Run("--network", "naive", "--weights", file, "--size", "8", "--batch", "1");

            code.Should().Be(0);
            output.Should().StartWith("InceptionNaive on 1 x 192 x 8 x 8");
            errors.Should().StartWith($"{file} (Safetensors): 6 loaded");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(
        "--network: expected one of default, paper, torchvision, cifar, lenet, vgg11, vgg13, vgg16, vgg19, vgg-cifar, resnet18, "
        + "resnet34, resnet50, resnet101, resnet152, resnet-cifar, naive, module, got 'alexnet'.", "--network", "alexnet")]
    [InlineData("--format: expected one of text, markdown, json, html, svg, got 'pdf'.", "--format", "pdf")]
    [InlineData("--depth: expected a whole number from 1 to 100, got '0'.", "--depth", "0")]
    [InlineData("--batch: expected a whole number from 1 to 512, got '1e3'.", "--batch", "1e3")]
    [InlineData(
        "input: expected an image of at least 193 x 193 and at most 224 x 224 (H x W), got 32 x 32 in shape [32, 3, 32, 32], "
        + "in stage inception5_pool of GoogLeNet. (Parameter 'input')", "--size", "32")]
    internal void Main_BadValue_SaysSoInOneLineAndReturns1(string message, string option, string value)
    {
        var run = Run(option, value);

        run.ShouldFailWith(message);
        run.Output.Should().NotContain("Done in");
    }

    [Theory]
    [InlineData("summary.html", "Html", "<!DOCTYPE html>")]
    [InlineData("summary.HTM", "Html", "<!DOCTYPE html>")]
    [InlineData("summary.json", "Json", "{")]
    [InlineData("summary.md", "Markdown", "# InceptionModule on 1 x 192 x 8 x 8")]
    [InlineData("summary.txt", "Text", "InceptionModule on 1 x 192 x 8 x 8")]
    internal void Main_OutputEnding_DecidesTheFormat(string name, string format, string start)
    {
        using var directory = new TemporaryDirectory();

        var (code, output, errors) = Run("--network", "module", "--batch", "1", "--size", "8", "--output", directory[name]);

        errors.Should().BeEmpty();
        code.Should().Be(0);
        output.Should().StartWith($"Written to {directory[name]} as {format}.{Environment.NewLine}");
        File.ReadAllText(directory[name]).Should().StartWith(start);
    }

    [Fact]
    internal void Main_FormatAgainstTheEnding_Wins()
    {
        using var directory = new TemporaryDirectory();

        Run("--network", "module", "--batch", "1", "--size", "8", "--format", "json", "--output", directory["x.html"]).Code.Should().Be(0);

        File.ReadAllText(directory["x.html"]).Should().StartWith("{");
    }

    [Fact]
    internal void Main_OutputBelowAFile_IsOneLine()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "");

        Run("--network", "module", "--batch", "1", "--size", "8", "--output", directory["file/x.html"]).ShouldFailWith(
            $"Could not find a part of the path '{directory["file/x.html"]}'.");
    }

    [Fact]
    internal void Main_OtherWeights_ListsTenKeysAndCountsTheRest()
    {
        using var directory = new TemporaryDirectory();
        using (var naive = new InceptionNaive(192, 64, 128, 32)) naive.SaveWeights(directory["other.safetensors"]);

        var (code, _, errors) = Run("--network", "torchvision", "--weights", directory["other.safetensors"]);

        var lines = errors.TrimEnd().Split('\n');
        lines.Should().HaveCount(12);
        lines[0].Should().Be($"{directory["other.safetensors"]} does not fit GoogLeNet; 293 keys differ, nothing was loaded:");
        lines[1].Should().Be("  branch1.conv.bias: Unexpected, expected nothing, found Float32 [64]");
        lines[^1].Should().Be("  and 283 more");
        code.Should().Be(1);
    }

    [Fact]
    internal void Main_Help_ShowsDefaults()
    {
        var (code, output, _) = Run("--help");

        code.Should().Be(0);
        Words(output).Should().Contain(
            "Side of the images in pixels, 1 to 4096 [default: 224; 32 for cifar, vgg-cifar, resnet-cifar; 28 for lenet; 100 for naive, "
            + "module]")
            .And.Contain("Channels of the images, 1 to 1024 [default: 3; 1 for lenet; 192 for naive, module]");

        static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static SampleRun Run(params string[] arguments) => SampleRun.Of("ShapeInspection", arguments);
}

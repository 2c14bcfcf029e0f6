using System.Text.Json;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Receptive fields against those that make_receptive_fields.py measured in PyTorch, and where they are shown.</summary>
public sealed class ReceptiveFieldTests
{
    [Theory]
    [InlineData("vgg16", 7)]
    [InlineData("resnet18", 6)]
    [InlineData("resnet50", 6)]
    [InlineData("googlenet", 9)]
    internal void Of_PublishedNetwork_EqualsPyTorch(string name, int stages)
    {
        using Block model = name switch
        {
            "vgg16" => new Vgg(VggOptions.Vgg16, META),
            "resnet18" => new ResNet(ResNetOptions.ResNet18, META),
            "resnet50" => new ResNet(ResNetOptions.ResNet50, META),
            _ => new GoogLeNet(GoogLeNetOptions.TorchVision, META),
        };
        var path = Path.Combine(AppContext.BaseDirectory, "Inspection", "receptive_fields.json");
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        var expected = file.RootElement.GetProperty("fields").GetProperty(name).Deserialize<Dictionary<string, long[]>>()!;

        var fields = ReceptiveFields.Of(model, [1, 3, 224, 224]);

        expected.Should().HaveCount(stages);
        foreach (var (stage, numbers) in expected)
        {
            var field = fields[stage];
            field.Size.Should().Equal([numbers[0], numbers[0]], "that is the size at {0}", stage);
            field.Stride.Should().Equal([numbers[1], numbers[1]], "that is the stride at {0}", stage);
            field.Offset.Should().Equal([numbers[2], numbers[2]], "that is the offset at {0}", stage);
        }
    }

    [Fact]
    internal void Create_WindowsOfTwoSides_CountsHeightAndWidthApart()
    {
        using var model = nn.Sequential(
            ("a", nn.Conv2d(1, 1, (3, 1), stride: (2, 1), padding: (1, 0), dilation: (2, 1))), ("b", nn.Conv2d(1, 1, (3, 5))),
            ("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("fc", nn.Linear(1, 2)));

        var summary = ModelSummary.Create(model, 1, 1, 15, 12);

        summary.Row("a").ReceptiveField!.ToString().Should().Be("5x1 /2x1 from -1x0");
        summary.Row("b").ReceptiveField!.ToString().Should().Be("9x5 /2x1 from -1x0");
        // b's map is 5 x 8: the global pool sees the fields of all its pixels.
        summary.Row("pool").ReceptiveField!.Size.Should().Equal(17, 12);
        summary.Row("fc").ReceptiveField!.Size.Should().Equal(17, 12);
    }

    [Fact]
    internal void Create_LayerOfUnknownWindow_IsUnknownFromThere()
    {
        using var model = nn.Sequential(
            ("conv", nn.Conv2d(3, 4, 3)), ("up", nn.ConvTranspose2d(4, 4, 2, stride: 2)), ("last", nn.Conv2d(4, 4, 3)));

        var summary = ModelSummary.Create(model, 1, 3, 8, 8);

        summary.Row("conv").ReceptiveField!.Size.Should().Equal(3, 3);
        summary.Row("up").ReceptiveField.Should().BeNull();
        summary.Row("last").ReceptiveField.Should().BeNull();
    }

    [Fact]
    internal void Create_InputOfFeatures_HasNoField()
    {
        using var model = new SharingLayer();

        ModelSummary.Create(model, 1, 4).Rows.Should().OnlyContain(row => row.ReceptiveField == null);
    }

    [Fact]
    internal void Summary_GoogLeNet_ShowsTheFieldInEveryFormat()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var summary = ModelSummary.Create(model, 1, 3, 32, 32);
        var field = summary.Row("inception3a").ReceptiveField!;

        field.ToString().Should().Be("17x17 /2 from -8");
        summary.ToString(new SummaryTextOptions { Parts = SummaryParts.Stages }).Should()
            .Contain("Receptive field").And.Contain(" 17x17 /2 from -8 ");
        summary.ToMarkdown(new SummaryTextOptions { Columns = [SummaryColumn.Path, SummaryColumn.ReceptiveField] })
            .Should().Contain("| inception3a | 17x17 /2 from -8 |");
        summary.ToHtml().Should().Contain("<td>17x17 /2 from -8</td>");
        var json = JsonDocument.Parse(summary.ToJson()).RootElement.GetProperty("layers").EnumerateArray()
            .Single(layer => layer.GetProperty("path").GetString() == "inception3a").GetProperty("receptiveField");
        json.GetProperty("size").Deserialize<long[]>().Should().Equal(17, 17);
        json.GetProperty("offset").Deserialize<long[]>().Should().Equal(-8, -8);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>The HTML page: self-contained, and showing every stage.</summary>
public sealed class SummaryPageTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    internal void ToHtml_GoogLeNet_AsksNothingOfTheNetwork()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        var page = ModelSummary.Create(model, 1, 3, 32, 32).ToHtml();

        page.Replace(Svg.NamespaceName, "", StringComparison.Ordinal).Should()
            .NotContainAny("http:", "https:", "src=", "<link", "@import", "url(//");
    }

    [Fact]
    internal void ToHtml_GoogLeNetWithHeads_DrawsEveryStageBranchAndHeadAsWhatCanBeChosen()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        var summary = ModelSummary.Create(model, 1, 3, 64, 64);
        var page = summary.ToHtml();

        var drawing = Drawing(page);

        var nodes = drawing.Descendants(Svg + "g").Where(node => node.Attribute("class")?.Value == "node").ToArray();
        nodes.Should().OnlyContain(node => node.Attribute("tabindex")!.Value == "0" && node.Attribute("role")!.Value == "button");
        var paths = nodes.Select(node => node.Attribute("data-path")!.Value).ToArray();
        paths.Should().OnlyHaveUniqueItems().And.Contain(summary.Stages.Select(stage => stage.Path))
            .And.Contain(["aux1", "aux2", "inception3a.branch3.1"]);
        var rows = Regex.Matches(page, "<tr data-leaf=\"[01]\" data-path=\"([^\"]*)\"").Select(row => row.Groups[1].Value);
        rows.Should().Equal(summary.Rows.Select(row => row.Path), "the facts of a step come from its row");
        page.Should().Contain("data-parameters=\"155,872\" data-multiplyadds=");
    }

    [Fact]
    internal void ToHtml_GoogLeNet_FitsAPhone()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);

        var width = int.Parse(Drawing(ModelSummary.Create(model, 1, 3, 64, 64).ToHtml()).Attribute("width")!.Value,
            CultureInfo.InvariantCulture);

        // 390 pixels less the margins are 348: the drawing's text of 11.5 pixels is 9 there or more.
        (11.5 * 348 / width).Should().BeGreaterThan(9);
    }

    [Fact]
    internal void ToHtml_AnyModel_HoldsTheDrawingsToDownload()
    {
        using var model = new ResNet(ResNetOptions.ResNet18);
        var summary = ModelSummary.Create(model, 1, 3, 64, 64);

        summary.ToHtml().Should().Contain($"<div class=\"paper\" id=\"drawing-page\">{summary.ToSvg()}</div>")
            .And.Contain($"id=\"drawing-slide\">{summary.ToSvg(new SummarySvgOptions { Orientation = SvgOrientation.Horizontal })}</div>")
            .And.Contain("Choose a step to see its shapes, receptive field and cost.");
    }

    [Fact]
    internal void ToHtml_Tables_ScrollInTheirCards()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        var page = ModelSummary.Create(model, 1, 3, 32, 32).ToHtml();

        Regex.Count(page, "<table").Should().Be(3);
        Regex.Count(page, "<div class=\"scroll[^>]*tabindex=\"0\"><table").Should().Be(3);
        Regex.Count(page, "<th tabindex=\"0\" aria-sort=\"none\"").Should().Be(12, "every heading of the layers sorts, by keys too");
    }

    [Fact]
    internal void ToHtml_InceptionModuleAlone_DrawsItsBranchesSideBySide()
    {
        using var model = new InceptionNaive(4, 1, 2, 3);

        var boxes = Drawing(ModelSummary.Create(model, 1, 4, 6, 6).ToHtml()).Descendants(Svg + "g")
            .Where(node => node.Attribute("data-path")?.Value.StartsWith("branch", StringComparison.Ordinal) == true)
            .Select(node => node.Element(Svg + "rect")!).ToArray();

        boxes.Select(box => box.Attribute("y")!.Value).Should().HaveCount(4).And.OnlyContain(y => y == boxes[0].Attribute("y")!.Value);
        boxes.Select(box => box.Attribute("x")!.Value).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    internal void ToHtml_AnyModel_ListsEveryLayerAndWarning()
    {
        using var model = new SharingLayer();
        var summary = ModelSummary.Create(model, 1, 4);

        var page = summary.ToHtml();

        Regex.Count(page, "<tr data-leaf=").Should().Be(summary.Rows.Count);
        page.Should().Contain("Steps stand in the order of their calls; how SharingLayer joins them is not seen.");
        page.Should().Contain("idle (Linear) is never called: 35 parameters do nothing.");
        Drawing(page).Descendants(Svg + "text").Select(text => text.Value).Should().Contain("first").And.NotContain("idle");
    }

    [Fact]
    internal void ToHtml_NamesWithMarkup_AreEncoded()
    {
        using var model = nn.Sequential(("<b>&", nn.Linear(2, 2)));

        var page = ModelSummary.Create(model, 1, 2).ToHtml();

        page.Should().NotContain("<b>&").And.Contain("&lt;b&gt;&amp;");
        Drawing(page).Descendants(Svg + "text").Select(text => text.Value).Should().Contain("<b>&");
    }

    private static XElement Drawing(string page) =>
        XElement.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
}

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

        page.Replace(Svg.NamespaceName, "", StringComparison.Ordinal).Should().NotContainAny("http:", "https:", "src=", "<link", "@import", "url(//");
    }

    [Fact]
    internal void ToHtml_GoogLeNetWithHeads_DrawsStagesBranchesHeadsAndShapes()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        var summary = ModelSummary.Create(model, 1, 3, 64, 64);

        var drawing = Drawing(summary.ToHtml());

        var texts = drawing.Descendants(Svg + "text").Select(text => text.Value.Trim()).ToArray();
        foreach (var stage in summary.Stages)
        {
            texts.Should().Contain(text => text.Split(' ')[0] == stage.Name);
            texts.Should().Contain(string.Join(" x ", stage.OutputShape!));
        }

        texts.Count(text => text == "branch3").Should().Be(9);
        texts.Should().Contain("aux1").And.Contain("aux2").And.Contain("64 + 128 + 32 + 32 = 256 channels");
        var view = drawing.Attribute("viewBox")!.Value.Split(' ').Select(int.Parse).ToArray();
        drawing.Descendants(Svg + "rect").Should().OnlyContain(box =>
            (int)box.Attribute("x")! >= 0 && (int)box.Attribute("x")! + (int)box.Attribute("width")! <= view[2] && (int)box.Attribute("y")! + (int)box.Attribute("height")! <= view[3]);
    }

    [Fact]
    internal void ToHtml_InceptionModuleAlone_DrawsItsBranchesSideBySide()
    {
        using var model = new InceptionNaive(4, 1, 2, 3);

        var boxes = Drawing(ModelSummary.Create(model, 1, 4, 6, 6).ToHtml()).Descendants(Svg + "text")
            .Where(text => text.Value.StartsWith("branch", StringComparison.Ordinal)).ToArray();

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

    private static XElement Drawing(string page) => XElement.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
}

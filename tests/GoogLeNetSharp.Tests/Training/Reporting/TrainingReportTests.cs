using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Reporting;

/// <summary>The page on a training: self-contained, complete, and without what there is not.</summary>
public sealed class TrainingReportTests : IDisposable
{
    private static readonly TrainingResult Result = new(
        [new EpochSummary(1, 1.5, 0.1, 1.2, 0.5, 0.9), new EpochSummary(2, 0.75, 0.05, 1, 0.8, 0.95)],
        1200,
        new ValidationResult(20, 0.98765, 0.8, 1, new ConfusionMatrix(new long[,] { { 7, 3, 0 }, { 0, 5, 0 }, { 1, 0, 4 } })),
        null,
        null,
        TrainingEnd.StoppedEarly,
        TimeSpan.FromSeconds(125));

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void ToHtml_All_AsksNothingOfTheNetworkAndIsWellFormed()
    {
        var page = Report().ToHtml();

        page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal)
            .Should().NotContainAny("http:", "https:", "<link", "@import", "url(", "<script");
        Regex.Matches(page, "src=\"(?<start>.{22})").Should().HaveCount(3)
            .And.OnlyContain(match => match.Groups["start"].Value == "data:image/png;base64,");
        var body = page[(page.IndexOf("<body>", StringComparison.Ordinal) + 6)..page.IndexOf("</body>", StringComparison.Ordinal)];
        var element = XElement.Parse($"<body>{Regex.Replace(body, "(<img [^>]*[^/])>", "$1/>")}</body>");
        element.Descendants("section").Select(section => section.Attribute("id")!.Value)
            .Should().Equal("totals", "curves", "confusion", "classes", "wrong", "settings");
    }

    [Fact]
    internal void ToHtml_All_SaysWhatTheTrainingCameTo()
    {
        var page = Report().ToHtml();

        page.Should().ContainAll(
            "<h1>A &lt;b&gt; training</h1>", "Stopped early: 2 epochs, 1,200 steps", "<p>80.0 %</p>", "<p>0.9877</p>", "<p>2 min 5 s</p>",
            "<tr><th>&lt;cat&gt;</th><td class=\"n\">10</td><td class=\"n\">87.5 %</td><td class=\"n\">70.0 %</td>"
            + "<td class=\"n\">77.8 %</td></tr>",
            "<li>&lt;cat&gt; taken for dog: 3 of 10</li>\n<li>owl taken for &lt;cat&gt;: 1 of 5</li>\n</ul>",
            "Taken for dog", "style=\"width:90%\"", "&lt; 0.1 %", "alt=\"image 17\"", "alt=\"for dog\"", "Grad-CAM",
            "<tr><th>Network</th><td>LeNet</td></tr>", "<tr><th>Epochs</th><td>7</td></tr>",
            "<tr><th>LabelSmoothing</th><td>0.1</td></tr>");
        page.Should().NotContainAny("AccumulationSteps", "TestTimeFlip", "<cat>");
    }

    [Fact]
    internal void ToHtml_CancelledWithoutValidation_LeavesOutWhatThereIsNot()
    {
        var cancelled = Result with { Epochs = [], Validation = null, End = TrainingEnd.Cancelled };

        var page = new TrainingReport(cancelled, new TrainerOptions()).ToHtml();

        page.Should().Contain("Cancelled: 0 epochs").And.Contain("id=\"settings\"")
            .And.NotContainAny("id=\"curves\"", "id=\"confusion\"", "id=\"classes\"", "id=\"wrong\"");
    }

    [Fact]
    internal void ToHtml_NoMaps_SaysNothingOfThem() =>
        (Report() with { Misjudged = [Wrong with { PredictedMap = null, ActualMap = null }] }).ToHtml()
            .Should().Contain("image 17").And.NotContain("Grad-CAM");

    [Fact]
    internal void ToHtml_WrongNumberOfNames_Throws() => FluentActions.Invoking(() => (Report() with { Classes = ["cat"] }).ToHtml())
        .Should().Throw<ArgumentException>().WithMessage("classes: expected one name for each of 3 classes, got 1.*");

    [Fact]
    internal void Save_Path_WritesThePage()
    {
        Report().Save(_directory["report.html"]);

        File.ReadAllText(_directory["report.html"]).Should().Be(Report().ToHtml());
    }

    private static MisjudgedImage Wrong => new(17, 0, 1, 0.0001, 0.9, new RgbImage(8, 8), new RgbImage(160, 160), new RgbImage(160, 160));

    private static TrainingReport Report() => new(Result, new TrainerOptions { Epochs = 7, LabelSmoothing = 0.1 })
    {
        Title = "A <b> training",
        Classes = ["<cat>", "dog", "owl"],
        Misjudged = [Wrong],
        Facts = [new("Network", "LeNet")],
    };
}

using System.Globalization;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Text and Markdown, against golden files and for what every table must hold.</summary>
public sealed class SummaryTextTests
{
    private const SummaryParts Everything =
        SummaryParts.Layers | SummaryParts.Stages | SummaryParts.Branches | SummaryParts.Totals | SummaryParts.Warnings;

    [Fact]
    internal void ToString_TorchVisionToDepth1_IsTheGoldenText()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        var summary = ModelSummary.Create(model, 32, 3, 224, 224);

        GoldenFile.ShouldMatch(summary.ToString(new SummaryTextOptions { MaxDepth = 1, Width = 140 }), "torchvision-depth1.txt");
        GoldenFile.ShouldMatch(summary.ToString(new SummaryTextOptions { Width = 100, Parts = SummaryParts.Stages }),
            "torchvision-stages.txt");
    }

    [Fact]
    internal void ToString_InceptionModule_IsTheGoldenText()
    {
        using var model = new InceptionModule(192, new InceptionWidths(64, 96, 128, 16, 32, 32));
        var summary = ModelSummary.Create(model, 192, 28, 28);

        GoldenFile.ShouldMatch(summary.ToString(new SummaryTextOptions { Width = 160, Parts = Everything }), "inception3a.txt");
    }

    [Fact]
    internal void ToString_SharedAndIdleLayers_IsTheGoldenText()
    {
        using var model = new SharingLayer();

        GoldenFile.ShouldMatch(ModelSummary.Create(model, 1, 4).ToString(new SummaryTextOptions { Width = 120, Parts = Everything }),
            "sharing.txt");
    }

    [Fact]
    internal void ToMarkdown_CifarToDepth1_IsTheGoldenText()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        GoldenFile.ShouldMatch(ModelSummary.Create(model, 1, 3, 32, 32).ToMarkdown(new SummaryTextOptions { MaxDepth = 1 }),
            "cifar-depth1.md");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    internal void ToMarkdown_AnyDepth_ColumnsAddUpToTheTotals(int? depth)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var summary = ModelSummary.Create(model, 1, 3, 32, 32);

        var text = summary.ToMarkdown(new SummaryTextOptions
        {
            MaxDepth = depth,
            Columns = [SummaryColumn.Path, SummaryColumn.Parameters, SummaryColumn.MultiplyAdds, SummaryColumn.Buffers],
            Parts = SummaryParts.Layers,
        });

        var rows = text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)
            .Select(line => line.Split(" | ")).ToArray();
        Sum(rows, 1).Should().Be(summary.Totals.Parameters);
        Sum(rows, 2).Should().Be(summary.Totals.MultiplyAdds);
        Sum(rows, 3).Should().Be(summary.Totals.Buffers);

        static long Sum(string[][] rows, int column) => rows.Select(row => row[column].TrimEnd(' ', '|'))
            .Sum(cell => cell == "-" ? 0 : long.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(90)]
    internal void ToString_NarrowTerminal_FitsAndSaysWhatIsLeftOut(int width)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        var text = ModelSummary.Create(model, 1, 3, 32, 32).ToString(new SummaryTextOptions { Width = width, Parts = Everything });

        text.Split('\n').Should().OnlyContain(line => line.Length <= width);
        text.Should().Contain("Left out for the width: Input");
    }

    [Fact]
    internal void ToString_ForeignCulture_ChangesNothing()
    {
        using var model = nn.Sequential(("a", nn.Linear(100, 100)), ("b", nn.Linear(100, 10)));
        var summary = ModelSummary.Create(model, 1, 100);
        var (before, json, page) = (summary.ToString(new SummaryTextOptions { Width = 100 }), summary.ToJson(), summary.ToHtml());
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat = { NumberGroupSeparator = "'", NumberDecimalSeparator = ",", NegativeSign = "~" },
            };
            summary.ToString(new SummaryTextOptions { Width = 100 }).Should().Be(before).And.Contain("10,100");
            summary.ToJson().Should().Be(json);
            summary.ToHtml().Should().Be(page);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    internal void Options_OutOfRange_Throw()
    {
        FluentActions.Invoking(() => new SummaryTextOptions { MaxDepth = -1 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("MaxDepth: must be 0 or more, or null for all. (Parameter 'MaxDepth')*");
        FluentActions.Invoking(() => new SummaryTextOptions { Width = 39 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Width: must be 40 or more, or null for the terminal's. (Parameter 'Width')*");
        FluentActions.Invoking(() => new SummaryTextOptions { Columns = [] }).Should().Throw<ArgumentException>()
            .WithMessage("Columns: expected one column or more, or null for the usual ones. (Parameter 'Columns')");
    }
}

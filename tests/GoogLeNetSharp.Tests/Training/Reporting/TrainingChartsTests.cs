using GoogLeNetSharp.Tests.Explaining;
using GoogLeNetSharp.Training;
using SkiaSharp;

namespace GoogLeNetSharp.Tests.Training.Reporting;

/// <summary>Pictures of a training: curves by epoch and the confusion matrix.</summary>
public sealed class TrainingChartsTests
{
    private static readonly EpochSummary[] Epochs =
    [
        new(1, 1.5, 0.1, 1.2, 0.5, 0.9), new(2, 0.9, 0.05, 1, 0.6, 0.95), new(3, 0.7, 0, 0.9, 0.7, 1),
    ];

    private static readonly ConfusionMatrix Matrix = new(new long[,] { { 7, 3, 0 }, { 0, 5, 0 }, { 1, 0, 4 } });

    [Fact]
    internal void Curves_WithValidation_HasThreePanels()
    {
        var picture = TrainingCharts.Curves(Epochs);

        picture.Width.Should().Be(1248);
        new PictureReader(picture).Texts.Should().Contain(
            ["Loss", "training", "validation", "Validation accuracy, %", "top-1", "top-5", "Learning rate of the last step", "rate",
                "epoch", "1", "2", "3"]);
    }

    [Fact]
    internal void Curves_OneEpochWithoutValidation_HasTwoPanels()
    {
        var picture = TrainingCharts.Curves([new EpochSummary(1, 1.5, 0.1, null, null, null)]);

        picture.Width.Should().Be(824);
        new PictureReader(picture).Texts.Should().NotContain(["validation", "top-1"]);
        picture.ToSvg().Should().Contain("<circle").And.NotContain("NaN");
    }

    [Fact]
    internal void Curves_AsPng_HaveTheirColours()
    {
        using var bitmap = SKBitmap.Decode(TrainingCharts.Curves(Epochs).ToPng());

        (bitmap.Width, bitmap.Height, bitmap.GetPixel(1, 1)).Should().Be((1248, 320, SKColors.White));
        foreach (var color in new[] { "#2f6fce", "#c8741a", "#2f8a52" }) bitmap.Pixels.Should().Contain(SKColor.Parse(color));
    }

    [Fact]
    internal void Curves_SmallRates_AreInOneForm()
    {
        var epochs = new EpochSummary[] { new(1, 1, 0.002, null, null, null), new(2, 1, 0.0005, null, null, null) };

        new PictureReader(TrainingCharts.Curves(epochs)).Texts.Should().Contain(["0.0005", "0.001", "0.0015", "0.002"]);
    }

    [Fact]
    internal void Curves_NoEpoch_Throws() => FluentActions.Invoking(() => TrainingCharts.Curves([]))
        .Should().Throw<ArgumentException>().WithMessage("epochs: expected one or more, got none.*");

    [Fact]
    internal void Confusion_FewClasses_HasNamesAndCounts()
    {
        var picture = TrainingCharts.Confusion(Matrix, ["cat", "<dog>", "a name that is much too long for its row"]);

        new PictureReader(picture).Texts.Should().Contain(["cat  0", "<dog>  1", "a name that is much t…  2", "7", "3", "5", "4"])
            .And.NotContain("0  0");
        picture.ToSvg().Should().Contain("&lt;dog&gt;").And.NotContain("<dog>");
        using var bitmap = SKBitmap.Decode(picture.ToPng(2));
        (bitmap.Width, bitmap.Height).Should().Be((2 * picture.Width, 2 * picture.Height));
    }

    [Fact]
    internal void Confusion_LongNames_MakeRoomForThem()
    {
        TrainingCharts.Confusion(Matrix).Width.Should().BeLessThan(TrainingCharts.Confusion(Matrix, ["T-shirt or top", "b", "c"]).Width);
        TrainingCharts.Confusion(Matrix, ["고양이와 강아지와 새와", "b", "c"]).Width
            .Should().BeGreaterThan(TrainingCharts.Confusion(Matrix, ["abcd efgh ij kl", "b", "c"]).Width);
    }

    [Fact]
    internal void Confusion_ManyClasses_IsOneImage()
    {
        var counts = new long[40, 40];
        for (var i = 0; i < 40; i++) counts[i, 39 - i] = 5;

        var (_, _, width, _, pixels) = new PictureReader(TrainingCharts.Confusion(new ConfusionMatrix(counts))).Images[0];

        (width, pixels.Width, pixels.Height).Should().Be((600, 40, 40));
        pixels.GetPixel(39, 0).Should().Be(pixels.GetPixel(0, 39)).And.NotBe(pixels.GetPixel(0, 0));
    }

    [Fact]
    internal void Confusion_WrongNumberOfNames_Throws() => FluentActions.Invoking(() => TrainingCharts.Confusion(Matrix, ["cat"]))
        .Should().Throw<ArgumentException>().WithMessage("classes: expected one name for each of 3 classes, got 1.*");

    [Fact]
    internal void ConfusionMatrix_PrecisionAndRecall_AreSharesOfColumnsAndRows()
    {
        new[] { 0, 1, 2 }.Select(Matrix.Precision).Should().Equal(7 / 8.0, 5 / 8.0, 1);
        new[] { 0, 1, 2 }.Select(Matrix.Recall).Should().Equal(0.7, 1, 0.8);
        new ConfusionMatrix(new long[,] { { 2, 0 }, { 1, 0 } }).Precision(1).Should().Be(double.NaN);
    }

    [Fact]
    internal void ConfusionMatrix_F1_IsTheHarmonicMeanOfPrecisionAndRecall()
    {
        (Matrix.Images(0), Matrix.Images(1)).Should().Be((10L, 5L));
        Matrix.F1(0).Should().BeApproximately(2 * (7 / 8.0) * 0.7 / ((7 / 8.0) + 0.7), 1e-12);
        new ConfusionMatrix(new long[,] { { 0, 2 }, { 0, 0 } }).F1(0).Should().Be(0);
        new ConfusionMatrix(new long[,] { { 2, 0 }, { 0, 0 } }).F1(1).Should().Be(double.NaN);
    }
}

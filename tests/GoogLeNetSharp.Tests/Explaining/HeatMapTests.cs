using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Reference;
using SkiaSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>Maps laid over photos.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class HeatMapTests
{
    [Theory]
    [InlineData(0, 10, 20, 30)]
    [InlineData(1, 255, 255, 255)]
    [InlineData(0.5, 132, 138, 142)]
    internal void Overlay_Opacity_MixesPhotoAndColours(double opacity, byte red, byte green, byte blue)
    {
        using var map = tensor(new[] { 0f, 7f }).reshape(1, 2);

        var image = HeatMap.Overlay(Photo(2, 1), map, opacity, ColorMap.Gray);

        image.Pixels[4..7].ToArray().Should().Equal(red, green, blue);
    }

    [Fact]
    internal void Overlay_SmallMap_IsEnlargedBilinearly()
    {
        using var map = tensor(new[] { 0f, 4f }).reshape(1, 2);

        var image = HeatMap.Overlay(Photo(4, 1), map, 1, ColorMap.Gray);

        // 0, 1, 3, 4: PyTorch's interpolate with align_corners=False
        Enumerable.Range(0, 4).Select(x => (int)image.Pixels[4 * x]).Should().Equal(0, 64, 191, 255);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    internal void Overlay_NothingAboveZero_IsTheLowestColour(float value)
    {
        using var map = full(2, 2, value);

        HeatMap.Overlay(Photo(2, 2), map, 1, ColorMap.Gray).Pixels[..3].ToArray().Should().Equal(0, 0, 0);
    }

    [Fact]
    internal void Overlay_WrongArguments_AreNamed()
    {
        using var map = zeros(1, 2, 2);
        using var numbers = zeros(2, 2, ScalarType.Int64);
        using var right = zeros(2, 2);
        FluentActions.Invoking(() => HeatMap.Overlay(Photo(2, 2), map)).Should().Throw<ArgumentException>()
            .WithMessage("map: expected H x W of a floating type, got shape [1, 2, 2] (Float32).*");
        FluentActions.Invoking(() => HeatMap.Overlay(Photo(2, 2), numbers)).Should().Throw<ArgumentException>()
            .WithMessage("map: expected H x W of a floating type, got shape [2, 2] (Int64).*");
        FluentActions.Invoking(() => HeatMap.Overlay(Photo(2, 2), right, double.NaN)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("opacity: must be from 0 to 1.*");
    }

    [Fact]
    internal void Draw_Explanations_ShowsClassProbabilityLegendAndBothPictures()
    {
        using var network = Network();
        using var images = FormulaWeights.Image(2, 3, 9, 8);
        using var explanations = GradCam.Explain(network, images, classes: [4, 1]);
        var labels = new Labels(["a", "b", "c", "d", "<e>"]);

        var picture = new PictureReader(HeatMap.Draw(Photo(8, 9), explanations, 0, labels));

        var title = $"<e>: {100 * explanations.Probabilities[0]:0.0} %";
        picture.Texts.Should().HaveCount(4).And.StartWith([title, "0", "for the class"]);
        var images2 = picture.Images;
        images2.Should().HaveCount(3, "photo, map over photo, bar of the legend");
        images2[0].Pixels.GetPixel(0, 0).Should().Be(new SKColor(10, 20, 30));
        images2[1].Pixels.Width.Should().BeGreaterThan(200, "few pixels would hide the map's own");
        images2[2].Pixels.GetPixel(255, 0).Red.Should().Be(ColorMap.Viridis.At(1).Red);
        HeatMap.Draw(Photo(8, 9), explanations, 1).ToString().Should().StartWith("What speaks for class 1: ");
    }

    [Fact]
    internal void Draw_NoSuchImage_SaysWhichThereAre()
    {
        using var network = Network();
        using var images = FormulaWeights.Image(2, 3, 9, 8);
        using var explanations = GradCam.Explain(network, images);

        FluentActions.Invoking(() => HeatMap.Draw(Photo(8, 9), explanations, 2)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("index: the images are 0 to 1.*");
    }

    [Fact]
    internal void Draw_LeavesNoTensor()
    {
        using var network = Network();
        using var images = FormulaWeights.Image(1, 3, 9, 8);
        using var explanations = GradCam.Explain(network, images);

        LiveTensors.LeftBy(() => HeatMap.Draw(Photo(8, 9), explanations)).Should().Be(0);
    }

    private static ExplainedNetwork Network()
    {
        var network = new ExplainedNetwork();
        FormulaWeights.Fill(network);
        network.eval();
        return network;
    }

    private static RgbImage Photo(int width, int height)
    {
        var photo = new RgbImage(width, height);
        for (var i = 0; i < photo.Pixels.Length; i++) photo.Pixels[i] = (byte)(10 * ((i % 4) + 1));
        return photo;
    }
}

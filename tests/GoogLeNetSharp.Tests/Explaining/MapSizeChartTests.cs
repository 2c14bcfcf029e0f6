using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>The picture of the notes' lesson: five pools leave one pixel of a small image.</summary>
public sealed class MapSizeChartTests
{
    [Fact]
    internal void Draw_NetworksOfTheNotes_ShowsEverySizeWithItsStages()
    {
        var summaries = new[]
        {
            Summary(new Vgg(VggOptions.Vgg19)),
            Summary(new Vgg(VggOptions.Cifar)),
            Summary(new GoogLeNet(GoogLeNetOptions.Cifar)),
        };

        var picture = new PictureReader(MapSizeChart.Draw(summaries, ["VGG19", "VGG for small images", "GoogLeNet Cifar"]));

        picture.Texts.Should().ContainInOrder(
            "VGG19 on an image of 32 x 32: the last map is 1 x 1",
            "32 x 32, 64 channels", "input to conv1_2", "2 convolutions > 1x1",
            "16 x 16, 128 channels", "pool1 to conv2_2", "2 convolutions > 1x1",
            "8 x 8, 256 channels", "pool2 to conv3_4", "4 convolutions > 1x1",
            "4 x 4, 512 channels", "pool3 to conv4_4", "4 convolutions > 1x1",
            "2 x 2, 512 channels", "pool4 to conv5_4", "4 convolutions > 1x1",
            "1 x 1, 512 channels", "pool5", "0 convolutions > 1x1",
            "VGG for small images on an image of 32 x 32: the last map is 4 x 4",
            "GoogLeNet Cifar on an image of 32 x 32: the last map is 4 x 4",
            "4 x 4, 1024 channels", "maxpool3 to inception5b", "4 convolutions > 1x1");
        var images = picture.Images;
        images[..6].Select(image => (image.Width, image.Height)).Should().Equal((128, 128), (64, 64), (32, 32), (16, 16), (8, 8), (4, 4));
        images[..6].Select(image => image.Pixels.Width).Should().Equal(32, 16, 8, 4, 2, 1);
        images[..6].Select(image => image.Pixels.GetPixel(0, 0).Red > image.Pixels.GetPixel(0, 0).Blue)
            .Should().Equal([false, false, false, false, true, true], "below 4 x 4 is orange");
    }

    [Fact]
    internal void Draw_NoNames_TakesTheTypes() =>
        new PictureReader(MapSizeChart.Draw([Summary(new LeNet(LeNetOptions.Default), 1, 28)])).Texts[0]
            .Should().Be("LeNet on an image of 28 x 28: the last map is 5 x 5");

    [Fact]
    internal void Draw_WrongArguments_AreNamed()
    {
        using var model = nn.Linear(2, 2);
        var features = ModelSummary.Create(model, 1, 2);
        FluentActions.Invoking(() => MapSizeChart.Draw([])).Should().Throw<ArgumentException>()
            .WithMessage("summaries: expected one or more, got none.*");
        FluentActions.Invoking(() => MapSizeChart.Draw([features], [])).Should().Throw<ArgumentException>()
            .WithMessage("names: expected one for each of 1 summaries, got 0.*");
        FluentActions.Invoking(() => MapSizeChart.Draw([features])).Should().Throw<ArgumentException>()
            .WithMessage("summaries: Linear on 1 x 2 has no maps C x H x W.*");
    }

    private static ModelSummary Summary(Block model, int channels = 3, int side = 32)
    {
        using (model) return ModelSummary.Create(model, 1, channels, side, side);
    }
}

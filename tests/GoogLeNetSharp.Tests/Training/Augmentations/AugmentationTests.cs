using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Augmentations;

/// <summary>The random steps, and the colour changes against Pillow and torchvision.</summary>
public sealed class AugmentationTests
{
    [Theory]
    [InlineData("brightness")]
    [InlineData("contrast")]
    [InlineData("saturation")]
    [InlineData("hue")]
    internal void ColorAdjustment_AgreesWithTorchvisionByteForByte(string operation)
    {
        foreach (var fixture in ImageFixture.Of(operation))
        {
            var (image, factor) = (fixture.Read(), fixture.Arguments["factor"]);
            switch (operation)
            {
                case "brightness": ColorAdjustment.Brightness(image, (float)factor); break;
                case "contrast": ColorAdjustment.Contrast(image, (float)factor); break;
                case "saturation": ColorAdjustment.Saturation(image, (float)factor); break;
                default: ColorAdjustment.Hue(image, factor); break;
            }

            fixture.ShouldMatch(image, tolerance: 0);
        }
    }

    // The image's red and green are its coordinates, so that a crop shows where it was cut.
    [Fact]
    internal void RandomResizedCrop_ManyDraws_AreaAndAspectFillThePapersRange()
    {
        var image = Coordinates(200, 150);
        var random = new Random(1);
        var (areas, aspects) = (new List<double>(), new List<double>());
        for (var i = 0; i < 400; i++)
        {
            var crop = new RandomResizedCrop(64).Apply(image, random);
            (crop.Width, crop.Height).Should().Be((64, 64));
            var width = (crop.Pixels[63 * 4] - crop.Pixels[0]) * 64 / 63.0;
            var height = (crop.Pixels[(63 * 64 * 4) + 1] - crop.Pixels[1]) * 64 / 63.0;
            areas.Add(width * height / (200 * 150));
            aspects.Add(width / height);
        }

        areas.Min().Should().BeInRange(0.06, 0.12);
        areas.Max().Should().BeInRange(0.9, 1.05);
        areas.Average().Should().BeInRange(0.4, 0.6);
        aspects.Min().Should().BeInRange(0.68, 0.8);
        aspects.Max().Should().BeInRange(1.25, 1.45);
    }

    [Fact]
    internal void RandomResizedCrop_NothingFits_TakesTheLargestFromTheMiddle()
    {
        var crop = new RandomResizedCrop(8) { MinArea = 1 }.Apply(Coordinates(250, 30), new Random(1));
        var (left, right) = (crop.Pixels[0], crop.Pixels[7 * 4]);
        left.Should().BeInRange(105, 110);
        right.Should().BeInRange(140, 145);
    }

    [Fact]
    internal void RandomHorizontalFlip_ManyDraws_HalfAreMirrored()
    {
        var image = Coordinates(9, 3);
        var random = new Random(1);
        var mirrored = 0;
        for (var i = 0; i < 1000; i++)
        {
            var result = new RandomHorizontalFlip().Apply(image, random);
            if (result.Pixels[0] == 0) continue;
            mirrored++;
            for (var x = 0; x < 9; x++) result.Pixels[(18 + x) * 4].Should().Be((byte)(8 - x));
        }

        mirrored.Should().BeInRange(450, 550);
        image.Pixels[0].Should().Be(0);
    }

    [Fact]
    internal void RandomCrop_Padding_ReachesEveryPlaceAndIsBlackOutside()
    {
        var image = new RgbImage(8, 8);
        image.Pixels.Fill(200);
        var random = new Random(1);
        var counts = new HashSet<int>();
        for (var i = 0; i < 300; i++)
        {
            var crop = new RandomCrop(8, padding: 2).Apply(image, random);
            var inside = 0;
            for (var p = 0; p < 64; p++) inside += crop.Pixels[p * 4] == 200 ? 1 : 0;
            counts.Add(inside);
        }

        counts.Should().BeEquivalentTo([36, 42, 48, 49, 56, 64]);
        var tooSmall = () => new RandomCrop(13, padding: 2).Apply(image, random);
        tooSmall.Should().Throw<ArgumentException>().WithMessage(
            "image: expected at least 13 x 13 pixels with 2 of padding on each side, got 8 x 8 without. (Parameter 'image')");
    }

    [Fact]
    internal void Presets_AnyImage_SizeAndDeterminism()
    {
        var image = ImageDecoder.Read(ImageFixture.PathOf("rgb.png"));
        using var first = Augmentation.ImageNet(48).Apply(image, new Random(7));
        using var second = Augmentation.ImageNet(48).Apply(image, new Random(7));
        using var third = Augmentation.ImageNet(48).Apply(image, new Random(8));
        first.shape.Should().Equal(3, 48, 48);
        first.Equals(second).Should().BeTrue();
        first.Equals(third).Should().BeFalse();
    }

    [Fact]
    internal void Arguments_OutsideTheirRange_AreNamed()
    {
        Message(() => new RandomResizedCrop(0)).Should().StartWith("size: must be 1 or more.");
        Message(() => new RandomResizedCrop(8) { MinArea = 0 }).Should().StartWith("MinArea: must be in (0, 1].");
        Message(() => new RandomResizedCrop(8) { MaxAspect = 0.5 }).Should().StartWith("MaxAspect: must be 1 or more.");
        Message(() => new RandomCrop(8, -1)).Should().StartWith("padding: must be 0 or more.");
        Message(() => new ColorJitter { Brightness = -0.1 }).Should().StartWith("Brightness: must be 0 or more.");
        Message(() => new ColorJitter { Hue = 0.6 }).Should().StartWith("Hue: must be from 0 to 0.5.");

        static string Message(Func<object> make) => make.Should().Throw<ArgumentOutOfRangeException>().Which.Message;
    }

    private static RgbImage Coordinates(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++) (image.Pixels[i * 4], image.Pixels[(i * 4) + 1]) = ((byte)(i % width), (byte)(i / width));
        return image;
    }
}

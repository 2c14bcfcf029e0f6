using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Sizes at and past the edges.</summary>
public sealed class RgbImageTests
{
    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, int.MinValue)]
    [InlineData(3, 0)]
    [InlineData(0, -2)]
    internal void Crop_OutsideTheImage_IsBlack(int left, int top)
    {
        var image = new RgbImage(3, 2);
        image.Pixels.Fill(9);
        image.Crop(left, top, 4, 2).Pixels.ToArray().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    internal void Crop_OverAnEdge_KeepsWhatIsInside()
    {
        var image = new RgbImage(2, 1);
        new byte[] { 1, 2, 3, 0, 4, 5, 6, 0 }.CopyTo(image.Pixels);
        image.Crop(1, 0, 2, 2).Pixels.ToArray().Should().Equal(4, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        image.Crop(-1, -1, 2, 2).Pixels.ToArray().Should().Equal(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0);
    }

    [Theory]
    [InlineData(0, 1, "width: must be 1 or more.*")]
    [InlineData(1, -1, "height: must be 1 or more.*")]
    [InlineData(int.MaxValue, int.MaxValue, "height: an image of 2147483647 x 2147483647 pixels does not fit into an array.*")]
    internal void Constructor_SizeThatCannotBe_IsRefused(int width, int height, string message)
    {
        var make = () => new RgbImage(width, height);
        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    // 256 times 16,777,217 is 256 in 32 bits.
    [Fact]
    internal void Resize_WidthPastThirtyTwoBits_IsRefusedAndCroppedIsRight()
    {
        var image = new RgbImage(16_777_217, 1);
        image.Pixels.Fill(7);
        var resize = () => new Resize(256).Apply(image, Random.Shared);
        resize.Should().Throw<ArgumentException>().WithMessage(
            "image: 16777217 x 1 pixels with a shorter side of 256 are 4294967552 x 256, more than the 100,000,000 pixels and 1,048,576 a "
                + "side allowed; "
            + "a CenterCrop next bounds them. (Parameter 'image')");

        using var tensor = Preprocessing.Centre(256, 4, Normalization.Caffe).Apply(image);
        tensor.data<float>().ToArray().Should().Equal(
            [.. Enumerable.Repeat(7 - 104f, 16), .. Enumerable.Repeat(7 - 117f, 16), .. Enumerable.Repeat(7 - 123f, 16)]);
    }

    [Fact]
    internal void RandomCrop_PaddingPastItsRange_IsNamed()
    {
        var make = () => new GoogLeNetSharp.Training.RandomCrop(8, int.MaxValue);
        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage("padding: must be 1000000 or less.*");
    }
}

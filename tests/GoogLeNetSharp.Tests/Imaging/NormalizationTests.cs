using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>From bytes to numbers and back.</summary>
public sealed class NormalizationTests
{
    /// <summary>Normalisations of three channels.</summary>
    public static TheoryData<Normalization> Coloured { get; } =
        [Normalization.ImageNet, Normalization.Tf, Normalization.Caffe, Normalization.Cifar10];

    [Theory]
    [MemberData(nameof(Coloured))]
    internal void ToImage_NumbersOfEveryByte_GivesTheBytes(Normalization normalization)
    {
        var image = new RgbImage(16, 16);
        for (var i = 0; i < 256; i++)
        {
            var pixel = image.Pixels.Slice(4 * i, 3);
            (pixel[0], pixel[1], pixel[2]) = ((byte)i, (byte)(255 - i), (byte)(i * 7));
        }

        var values = new float[3 * 256];
        normalization.Write(image, values);

        normalization.ToImage(values, 16, 16).Pixels.ToArray().Should().Equal(image.Pixels.ToArray());
    }

    [Fact]
    internal void ToImage_OneChannel_IsGrayAndWithinBytes() =>
        Normalization.Gray.ToImage([-3, 0, 3], 3, 1).Pixels.ToArray().Should().Equal(0, 0, 0, 0, 128, 128, 128, 0, 255, 255, 255, 0);

    [Fact]
    internal void ToImage_OtherLength_Throws() => FluentActions.Invoking(() => Normalization.ImageNet.ToImage(new float[5], 2, 1))
        .Should().Throw<ArgumentException>().WithMessage("values: expected 3 x 1 x 2 = 6 numbers, got 5.*");
}

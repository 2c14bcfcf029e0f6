using System.Globalization;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Resize, crop and normalisation against torchvision.</summary>
public sealed class ImageStepTests
{
    [Fact]
    internal void Resize_AgreesWithTorchvisionByteForByte()
    {
        foreach (var fixture in ImageFixture.Of("resize"))
            fixture.ShouldMatch(new Resize((int)fixture.Arguments["size"]).Apply(fixture.Read(), Random.Shared), tolerance: 0);
    }

    [Fact]
    internal void CenterCrop_AgreesWithTorchvisionByteForByte()
    {
        foreach (var fixture in ImageFixture.Of("center_crop"))
            fixture.ShouldMatch(new CenterCrop((int)fixture.Arguments["size"]).Apply(fixture.Read(), Random.Shared), tolerance: 0);
    }

    [Fact]
    internal void ResizeThenCenterCrop_AgreesWithTorchvisionByteForByte()
    {
        foreach (var fixture in ImageFixture.Of("resize_crop"))
        {
            var (resize, crop) = (new Resize((int)fixture.Arguments["size"]), new CenterCrop((int)fixture.Arguments["crop"]));
            fixture.ShouldMatch(new ImageTransform([resize, crop], Normalization.Tf).ApplySteps(fixture.Read(), Random.Shared),
                tolerance: 0);
            fixture.ShouldMatch(crop.Apply(resize.Apply(fixture.Read(), Random.Shared), Random.Shared), tolerance: 0);
        }
    }

    [Theory]
    [InlineData(1, 30_000)]
    [InlineData(30_000, 1)]
    [InlineData(1, 8_000)]
    internal void ImageNet_ThinImage_TakesNoMoreThanItsCrop(int width, int height)
    {
        var image = new RgbImage(width, height);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var tensor = Preprocessing.ImageNet.Apply(image);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000);
        tensor.shape.Should().Equal(3, 224, 224);
    }

    [Fact]
    internal void View_IsTheImageThatBecomesTheTensor()
    {
        var image = new RgbImage(5, 4);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)i;
        var transform = new ImageTransform([new CenterCrop(2)], Normalization.Tf);

        var view = transform.View(image);

        view.Pixels.ToArray().Should().Equal(new CenterCrop(2).Apply(image, Random.Shared).Pixels.ToArray());
        using var expected = transform.Normalization.ToTensor(view);
        using var actual = transform.Apply(image);
        actual.data<float>().ToArray().Should().Equal(expected.data<float>().ToArray());
        FluentActions.Invoking(() => transform.View(null!)).Should().Throw<ArgumentNullException>().WithParameterName("image");
    }

    [Fact]
    internal void Grayscale_AgreesWithTorchvisionByteForByte()
    {
        var fixture = ImageFixture.Of("grayscale").Single();
        fixture.ShouldMatch(new Grayscale().Apply(fixture.Read(), Random.Shared), tolerance: 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Centre_Gray_AgreesWithTorchvisionBitForBit(bool withStep)
    {
        var fixture = ImageFixture.Of("preprocess_gray").Single();
        var centre = Preprocessing.Centre(20, 12, Normalization.Gray);
        var transform = withStep ? new ImageTransform([.. centre.Steps, new Grayscale()], Normalization.Gray) : centre;
        using var tensor = transform.Apply(fixture.Read());
        tensor.shape.Should().Equal(1, 12, 12);
        tensor.data<float>().ToArray().Should().Equal(MemoryMarshal.Cast<byte, float>(fixture.Rgb).ToArray());
    }

    [Fact]
    internal void Normalization_AnyCulture_ErrorsUseThePoint()
    {
        var culture = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            var make = () => new Normalization([0.5f, 0.25f], [1, 1]);
            make.Should().Throw<ArgumentException>().WithMessage(
                "mean: expected 1 or 3 finite numbers, got [0.5, 0.25]. (Parameter 'mean')");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    internal void Centre_ImageNet_AgreesWithTorchvisionBitForBit()
    {
        var fixture = ImageFixture.Of("preprocess").Single();
        using var tensor = Preprocessing.Centre(20, 12, Normalization.ImageNet).Apply(fixture.Read());
        tensor.shape.Should().Equal(3, 12, 12);
        tensor.data<float>().ToArray().Should().Equal(MemoryMarshal.Cast<byte, float>(fixture.Rgb).ToArray());
    }

    [Fact]
    internal void Presets_OnePixel_AreThePublishedFormulas()
    {
        var image = new RgbImage(1, 1);
        new byte[] { 255, 0, 51, 0 }.CopyTo(image.Pixels);

        Values(Normalization.ImageNet).Should().Equal((1 - 0.485f) / 0.229f, -0.456f / 0.224f, ((51 / 255f) - 0.406f) / 0.225f);
        Values(Normalization.Tf).Should().Equal(1, -1, ((51 / 255f) - 0.5f) / 0.5f);
        Values(Normalization.Caffe).Should().Equal(51 - 104, -117, 255 - 123);

        float[] Values(Normalization normalization)
        {
            using var tensor = normalization.ToTensor(image);
            return tensor.data<float>().ToArray();
        }
    }

    [Fact]
    internal void Presets_AnyImage_MakeTheNetworksInput()
    {
        var image = new RgbImage(300, 200);
        foreach (var preset in (ImageTransform[])[Preprocessing.ImageNet, Preprocessing.Tf, Preprocessing.Caffe])
        {
            using var tensor = preset.Apply(image);
            tensor.shape.Should().Equal(3, 224, 224);
            tensor.dtype.Should().Be(ScalarType.Float32);
        }

        using var small = Preprocessing.Cifar10.Apply(image);
        small.shape.Should().Equal(3, 32, 32);
    }

    [Fact]
    internal void Apply_Image_IsNotChanged()
    {
        var image = ImageDecoder.Read(ImageFixture.PathOf("rgb.png"));
        var before = image.Pixels.ToArray();
        using var tensor = Preprocessing.ImageNet.Apply(image);
        image.Pixels.ToArray().Should().Equal(before);
    }

    [Fact]
    internal void Arguments_OutsideTheirRange_AreNamed()
    {
        Message(() => new Resize(0)).Should().StartWith("size: must be 1 or more.");
        Message(() => new CenterCrop(-1)).Should().StartWith("size: must be 1 or more.");
        Message(() => new Normalization([0, 0], [1, 1, 1])).Should().StartWith("mean: expected 1 or 3 finite numbers, got [0, 0].");
        Message(() => new Normalization([0, 0, 0], [1, 0, 1])).Should().StartWith("std: expected 3 numbers above 0, got [1, 0, 1].");
        Message(() => new Normalization([0], [1, 1, 1])).Should().StartWith("std: expected 1 numbers above 0, got [1, 1, 1].");
        Message(() => new Normalization([0, 0, 0], [1, 1, 1], scale: 0)).Should().StartWith("scale: must be above 0.");

        static string Message(Func<object> make) => make.Should().Throw<ArgumentException>().Which.Message;
    }
}

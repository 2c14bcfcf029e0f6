using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Training;
using SkiaSharp;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Decoding against Pillow, and what is refused.</summary>
public sealed class ImageDecoderTests
{
    // Lossless files must agree exactly; of JPEG, two decoders agree to within rounding, CMYK included.
    [Fact]
    internal void Read_EveryKindOfFile_AgreesWithPillow()
    {
        foreach (var fixture in ImageFixture.Of("decode"))
            fixture.ShouldMatch(fixture.Read(), fixture.File.EndsWith(".jpg", StringComparison.Ordinal) ? 2 : 0);
    }

    [Fact]
    internal void Read_Stream_IsTheFile()
    {
        using var stream = File.OpenRead(ImageFixture.PathOf("rgb.png"));
        ImageDecoder.Read(stream, "upload", 71 * 43).Pixels.ToArray().Should()
            .Equal(ImageDecoder.Read(ImageFixture.PathOf("rgb.png")).Pixels.ToArray());
    }

    [Theory]
    [InlineData("empty.png", "the file is empty")]
    [InlineData("text.jpg", "it is not a JPEG, PNG, WebP, BMP or other supported image, or its header is corrupt")]
    [InlineData("truncated.jpg", "it is truncated: the data end before the image does")]
    [InlineData("truncated.png", "it is truncated: the data end before the image does")]
    [InlineData("huge.png", "it has 30000 x 30000 = 900,000,000 pixels, more than the 100,000,000 allowed")]
    internal void Read_BrokenFile_NamesItAndTheCause(string file, string cause)
    {
        var path = ImageFixture.PathOf(file);
        var read = () => ImageDecoder.Read(path);
        read.Should().Throw<InvalidDataException>().WithMessage($"{path}: cannot be read as an image: {cause}.");
    }

    [Fact]
    internal void Read_OnePixelTooMany_IsRefusedBeforeDecoding()
    {
        using var stream = File.OpenRead(ImageFixture.PathOf("rgb.png"));
        var read = () => ImageDecoder.Read(stream, "upload", (71 * 43) - 1);
        read.Should().Throw<InvalidDataException>()
            .WithMessage("upload: cannot be read as an image: it has 71 x 43 = 3,053 pixels, more than the 3,052 allowed.");
    }

    // Whatever is done to a file: an image or the one exception, never anything else.
    [Theory]
    [InlineData("rgb.jpg")]
    [InlineData("rgb.png")]
    [InlineData("rgb.webp")]
    [InlineData("rgb.bmp")]
    internal void Read_BytesChangedAtRandom_AnImageOrInvalidData(string file)
    {
        var bytes = File.ReadAllBytes(ImageFixture.PathOf(file));
        var random = new Random(1);
        var (images, refused) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            var broken = bytes[..(i % 2 == 0 ? bytes.Length : random.Next(1, bytes.Length))].ToArray();
            for (var j = 0; j < 5; j++) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                ImageDecoder.Read(new MemoryStream(broken), "changed", 1_000_000).Width.Should().BePositive();
                images++;
            }
            catch (InvalidDataException exception)
            {
                exception.Message.Should().StartWith("changed: cannot be read as an image: ");
                refused++;
            }
        }

        (images + refused).Should().Be(200);
        refused.Should().BePositive();
    }

    [Fact]
    internal void Read_WhatIsNoRegularFile_IsRefusedAtOnce()
    {
        using var folder = new TemporaryFolder();
        var pipe = UnixFile.Pipe(Path.Combine(folder.Path, "pipe.png"));
        var endless = Path.Combine(folder.Path, "endless.png");
        File.CreateSymbolicLink(endless, "/dev/zero");
        foreach (var (path, kind) in new[] { (pipe, "a pipe"), (endless, "a device"), (folder.Path, "a directory") })
        {
            var read = () => ImageDecoder.Read(path);
            read.Should().Throw<InvalidDataException>().WithMessage($"{path}: cannot be read as an image: it is {kind}, not a file.");
        }
    }

    [Fact]
    internal async Task Read_StreamWithoutEnd_IsRefusedPastWhatAnImageCanHave()
    {
        const string Message = "upload: cannot be read as an image: it has more than the 16,778,016 bytes that can be read.";
        var read = () => ImageDecoder.Read(new EndlessStream(), "upload", 100);
        read.Should().Throw<InvalidDataException>().WithMessage(Message);
        var readAsync = () => ImageDecoder.ReadAsync(new EndlessStream(), "upload", 100);
        await readAsync.Should().ThrowAsync<InvalidDataException>().WithMessage(Message);
    }

    [Fact]
    internal async Task ReadAsync_StreamWithoutSynchronousReads_IsTheFile()
    {
        using var stream = new AsyncOnlyStream(File.ReadAllBytes(ImageFixture.PathOf("rgb.png")));
        var image = await ImageDecoder.ReadAsync(stream, "upload", 71 * 43);
        image.Pixels.ToArray().Should().Equal(ImageDecoder.Read(ImageFixture.PathOf("rgb.png")).Pixels.ToArray());
    }

    [Fact]
    internal async Task Read_ClosedStream_IsRefused()
    {
        var stream = new MemoryStream();
        await stream.DisposeAsync();
        var read = () => ImageDecoder.Read(stream, "upload", 100);
        read.Should().Throw<ArgumentException>().WithMessage("stream: it cannot be read, or it is closed. (Parameter 'stream')");
        var readAsync = () => ImageDecoder.ReadAsync(stream, "upload", 100);
        await readAsync.Should().ThrowAsync<ArgumentException>()
            .WithMessage("stream: it cannot be read, or it is closed. (Parameter 'stream')");
    }

    // An orientation chunk whose checksum is wrong, that is cut short or holds nonsense: the image as it is.
    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(15)]
    internal void Read_PngWithABrokenOrientation_IsUpright(int place)
    {
        var bytes = File.ReadAllBytes(ImageFixture.PathOf("exif6.png"));
        var chunk = bytes.AsSpan().IndexOf("eXIf"u8);
        bytes[chunk + 4 + place] ^= 0x55;
        var image = ImageDecoder.Read(new MemoryStream(bytes), "upload", 100);
        (image.Width, image.Height).Should().Be((6, 4));
    }

    [Fact]
    internal void MissingNative_IsTheCommandThatAddsIt() => EncodedImage.MissingNative.Should().Be(
        "SkiaSharp's native library, which decodes images, is missing. On Linux, add it to the executable's project: "
        + "dotnet add package SkiaSharp.NativeAssets.Linux.NoDependencies --version 2.88.9");

    [Fact]
    internal void FromBitmap_Disposed_IsRefused()
    {
        var bitmap = new SKBitmap(2, 2);
        bitmap.Dispose();
        var read = () => ImageDecoder.FromBitmap(bitmap);
        read.Should().Throw<ArgumentException>().WithMessage("bitmap: it is disposed. (Parameter 'bitmap')");
    }

    [Fact]
    internal void Read_MissingFile_IsAnIOException()
    {
        var read = () => ImageDecoder.Read("no-such-file.png");
        read.Should().Throw<FileNotFoundException>().WithMessage("*no-such-file.png*");
    }

    [Theory]
    [InlineData(SKColorType.Bgra8888)]
    [InlineData(SKColorType.Rgba8888)]
    [InlineData(SKColorType.RgbaF16)]
    internal void FromBitmap_AnyColourType_IsItsPixels(SKColorType type)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(3, 2, type, SKAlphaType.Premul));
        bitmap.Erase(new SKColor(10, 20, 30));
        bitmap.SetPixel(2, 1, new SKColor(200, 100, 50));

        var image = ImageDecoder.FromBitmap(bitmap);

        (image.Width, image.Height).Should().Be((3, 2));
        image.Pixels[..3].ToArray().Should().Equal(10, 20, 30);
        image.Pixels[20..23].ToArray().Should().Equal(200, 100, 50);
    }

    [Fact]
    internal void FromBitmap_Empty_IsRefused()
    {
        using var bitmap = new SKBitmap();
        var read = () => ImageDecoder.FromBitmap(bitmap);
        read.Should().Throw<ArgumentException>().WithMessage("bitmap: it has no pixels. (Parameter 'bitmap')");
    }

    /// <summary>Zeros for ever.</summary>
    private sealed class EndlessStream : AsyncOnlyStream
    {
        public EndlessStream()
            : base([])
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>Reads image files: JPEG, PNG, WebP, BMP and what else SkiaSharp reads; of an animation the first frame.</summary>
/// <remarks>
/// <para>Grayscale, palette and CMYK images become RGB, an alpha channel is dropped (as PIL's <c>convert("RGB")</c> does), and the orientation that
/// a camera wrote into EXIF is applied. Colour profiles are not.</para>
/// <para>On Linux the executable must reference the package <c>SkiaSharp.NativeAssets.Linux.NoDependencies</c>: SkiaSharp has no native library for
/// Linux of its own.</para>
/// </remarks>
public static class ImageDecoder
{
    /// <summary>The most pixels an image may have unless the caller says otherwise: 100 million, 400 MB once decoded.</summary>
    public const long DefaultMaxPixels = 100_000_000;

    /// <summary>Reads an image file of up to <see cref="DefaultMaxPixels"/> pixels.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt or has too many pixels; the message names it and says which.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message names the package that brings it.</exception>
    public static RgbImage Read(string path) => Read(path, DefaultMaxPixels);

    /// <summary>Reads an image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels it may have, checked before it is decoded; 1 or more.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt or has too many pixels; the message names it and says which.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message names the package that brings it.</exception>
    public static RgbImage Read(string path, long maxPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Require.Positive(maxPixels);
        if (new FileInfo(path) is { Exists: true } file && file.Length > Array.MaxLength)
            throw Error(path, $"the file has {Number(file.Length)} bytes, more than the {Number(Array.MaxLength)} that can be read");
        return Decode(File.ReadAllBytes(path), path, maxPixels);
    }

    /// <summary>Reads an image from a stream, to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="maxPixels">The most pixels the image may have, checked before it is decoded; 1 or more.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The stream is empty, holds no image, or a truncated or corrupt one, or one with too many pixels.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message names the package that brings it.</exception>
    public static RgbImage Read(Stream stream, string name, long maxPixels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Require.Positive(maxPixels);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Decode(bytes.ToArray(), name, maxPixels);
    }

    /// <summary>Copies the pixels of a bitmap; its alpha is dropped.</summary>
    /// <param name="bitmap">The bitmap, of any colour type.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="bitmap"/> is null.</exception>
    /// <exception cref="ArgumentException">The bitmap has no pixels, or of a kind that SkiaSharp does not convert.</exception>
    public static RgbImage FromBitmap(SKBitmap bitmap)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        using var pixmap = bitmap.PeekPixels();
        if (pixmap is null || bitmap.Width == 0 || bitmap.Height == 0) throw new ArgumentException("bitmap: it has no pixels.", nameof(bitmap));
        var image = new RgbImage(bitmap.Width, bitmap.Height);
        using var target = new PinnedPixels(image);
        return pixmap.ReadPixels(target.Info, target.Address, target.Info.RowBytes)
            ? image : throw new ArgumentException($"bitmap: pixels of type {bitmap.ColorType} cannot be converted to RGB.", nameof(bitmap));
    }

    private static RgbImage Decode(byte[] bytes, string name, long maxPixels)
    {
        if (bytes.Length == 0) throw Error(name, "the file is empty");
        var handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            using var data = SKData.Create(handle.AddrOfPinnedObject(), bytes.Length);
            using var codec = SKCodec.Create(data) ?? throw Error(name, "it is no JPEG, PNG, WebP, BMP or other known image, or its header is corrupt");
            return Decode(codec, name, maxPixels);
        }
        catch (Exception exception) when (exception is DllNotFoundException || exception.InnerException is DllNotFoundException)
        {
            throw new DllNotFoundException(
                "SkiaSharp's native library, which decodes images, is missing. On Linux, reference SkiaSharp.NativeAssets.Linux.NoDependencies (or "
                + "SkiaSharp.NativeAssets.Linux) from the executable's project, in SkiaSharp's own version: 2.88.9 for TorchSharp 0.107.0.",
                exception);
        }
        finally
        {
            handle.Free();
        }
    }

    private static RgbImage Decode(SKCodec codec, string name, long maxPixels)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > maxPixels)
            throw Error(name, $"it has {width} x {height} = {Number((long)width * height)} pixels, more than the {Number(maxPixels)} allowed");

        var image = new RgbImage(width, height);
        using var target = new PinnedPixels(image);
        var result = codec.GetPixels(target.Info, target.Address);
        return result switch
        {
            SKCodecResult.Success => Orientation.Apply(image, codec.EncodedOrigin),
            SKCodecResult.IncompleteInput => throw Error(name, "it is truncated: the data end before the image does"),
            _ => throw Error(name, $"its data are corrupt ({result})"),
        };
    }

    private static InvalidDataException Error(string name, string cause) => new($"{name}: cannot be read as an image: {cause}.");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private readonly ref struct PinnedPixels
    {
        private readonly GCHandle _handle;

        // Unpremultiplied: alpha is dropped, not blended with anything.
        public PinnedPixels(RgbImage image)
        {
            _handle = GCHandle.Alloc(image.Array, GCHandleType.Pinned);
            Info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        }

        public SKImageInfo Info { get; }

        public IntPtr Address => _handle.AddrOfPinnedObject();

        public void Dispose() => _handle.Free();
    }
}

using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>Reads image files: JPEG, PNG, WebP, BMP and what else SkiaSharp reads; of an animation the first frame.</summary>
/// <remarks>
/// <para>Grayscale, palette and CMYK images become RGB, an alpha channel is dropped (as PIL's <c>convert("RGB")</c> does), and the
/// orientation that
/// a camera wrote into EXIF is applied (JPEG, WebP, PNG). Colour profiles are not. Channels of 16 bits keep their upper 8, but gray alone
/// of 16 bits is cut
/// off at 255: both as with PIL's <c>convert("RGB")</c>, and so torchvision's <c>ImageFolder</c>.</para>
/// <para>On Linux the executable must reference the package <c>SkiaSharp.NativeAssets.Linux.NoDependencies</c>: SkiaSharp has no native
/// library for
/// Linux of its own.</para>
/// </remarks>
public static class ImageDecoder
{
    /// <summary>The most pixels an image may have unless the caller says otherwise: 100 million, 400 MB once decoded.</summary>
    public const long DefaultMaxPixels = 100_000_000;

    /// <summary>Reads an image file of up to <see cref="DefaultMaxPixels"/> pixels.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt, no regular file (a folder, a pipe, a device)
    /// or has too many pixels; the
    /// message names it and says which.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message has the command that adds it.</exception>
    public static RgbImage Read(string path) => Read(path, DefaultMaxPixels);

    /// <summary>Reads an image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels it may have, checked before it is decoded; 1 or more.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt, no regular file (a folder, a pipe, a device)
    /// or has too many pixels; the
    /// message names it and says which.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message has the command that adds it.</exception>
    public static RgbImage Read(string path, long maxPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Require.Positive(maxPixels);
        return Decode(ImageBytes.Read(path, maxPixels), path, maxPixels);
    }

    /// <summary>Reads an image from a stream, to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="maxPixels">The most pixels the image may have, checked before it is decoded; 1 or more.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The stream is empty, holds no image, or a truncated or corrupt one, or one with too many
    /// pixels or bytes.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message has the command that adds it.</exception>
    public static RgbImage Read(Stream stream, string name, long maxPixels)
    {
        CheckStream(stream, name, maxPixels);
        return Decode(ImageBytes.Read(stream, name, maxPixels), name, maxPixels);
    }

    /// <summary>Reads an image from a stream, to its end, without synchronous reads: from the body of a web request, for one.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="maxPixels">The most pixels the image may have, checked before it is decoded; 1 or more.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The stream is empty, holds no image, or a truncated or corrupt one, or one with too many
    /// pixels or bytes.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message has the command that adds it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<RgbImage> ReadAsync(Stream stream, string name, long maxPixels, CancellationToken cancellationToken = default)
    {
        CheckStream(stream, name, maxPixels);
        return Decode(await ImageBytes.ReadAsync(stream, name, maxPixels, cancellationToken).ConfigureAwait(false), name, maxPixels);
    }

    /// <summary>Copies the pixels of a bitmap; its alpha is dropped.</summary>
    /// <param name="bitmap">The bitmap, of any colour type.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="bitmap"/> is null.</exception>
    /// <exception cref="ArgumentException">The bitmap is disposed, has no pixels, or has pixels of a kind that SkiaSharp does not
    /// convert.</exception>
    public static RgbImage FromBitmap(SKBitmap bitmap)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        if (bitmap.Handle == IntPtr.Zero) throw new ArgumentException("bitmap: it is disposed.", nameof(bitmap));
        using var pixmap = bitmap.PeekPixels();
        if (pixmap is null || bitmap.Width == 0 || bitmap.Height == 0)
        {
            throw new ArgumentException("bitmap: it has no pixels.", nameof(bitmap));
        }
        var image = new RgbImage(bitmap.Width, bitmap.Height);
        using var target = new PinnedPixels(image);
        return pixmap.ReadPixels(target.Info, target.Address, target.Info.RowBytes)
            ? image : throw new ArgumentException($"bitmap: pixels of type {bitmap.ColorType} cannot be converted to RGB.", nameof(bitmap));
    }

    private static RgbImage Decode(byte[] bytes, string name, long maxPixels)
    {
        using var encoded = new EncodedImage(bytes, name, maxPixels);
        return encoded.Decode();
    }

    private static void CheckStream(Stream stream, string name, long maxPixels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Require.Positive(maxPixels);
        if (!stream.CanRead) throw new ArgumentException("stream: it cannot be read, or it is closed.", nameof(stream));
    }
}

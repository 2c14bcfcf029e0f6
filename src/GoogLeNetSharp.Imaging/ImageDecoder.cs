using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>Decodes image files: JPEG, PNG, WebP, BMP and the other formats of SkiaSharp. Of an animation, it decodes the first
/// frame.</summary>
/// <remarks>
/// <para>Grayscale, palette and CMYK images are converted to RGB, alpha channels are dropped (like PIL's <c>convert("RGB")</c>), and the
/// EXIF orientation is applied (JPEG, WebP, PNG). Color profiles are ignored. 16-bit color channels keep their upper 8 bits; 16-bit gray is
/// clamped at 255. Both follow PIL's <c>convert("RGB")</c> and therefore torchvision's <c>ImageFolder</c>.</para>
/// <para>On Linux the executable must reference the package <c>SkiaSharp.NativeAssets.Linux.NoDependencies</c>: SkiaSharp itself has no
/// native library for Linux.</para>
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Default limit of pixels per image: 100 million, or 400 MB when decoded.</summary>
    public const long DefaultMaxPixels = 100_000_000;

    /// <summary>Decodes an image file of up to <see cref="DefaultMaxPixels"/> pixels.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The file is empty, not an image, truncated, corrupt, not a regular file (but a folder, pipe
    /// or device) or has too many pixels; the message names the file and the cause.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message contains the command to add
    /// it.</exception>
    public static RgbImage Read(string path) => Read(path, DefaultMaxPixels);

    /// <summary>Decodes an image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">Maximum number of pixels, 1 or more; checked before decoding.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The file is empty, not an image, truncated, corrupt, not a regular file (but a folder, pipe
    /// or device) or has too many pixels; the message names the file and the cause.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message contains the command to add
    /// it.</exception>
    public static RgbImage Read(string path, long maxPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Require.Positive(maxPixels);
        return Decode(ImageBytes.Read(path, maxPixels), path, maxPixels);
    }

    /// <summary>Decodes an image from a stream, read to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">Name in messages.</param>
    /// <param name="maxPixels">Maximum number of pixels, 1 or more; checked before decoding.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The content is empty, not an image, truncated, corrupt, or has too many pixels or
    /// bytes.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message contains the command to add
    /// it.</exception>
    public static RgbImage Read(Stream stream, string name, long maxPixels)
    {
        CheckStream(stream, name, maxPixels);
        return Decode(ImageBytes.Read(stream, name, maxPixels), name, maxPixels);
    }

    /// <summary>Decodes an image from a stream, read to its end without synchronous reads, for example the body of a web request.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">Name in messages.</param>
    /// <param name="maxPixels">Maximum number of pixels, 1 or more; checked before decoding.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The content is empty, not an image, truncated, corrupt, or has too many pixels or
    /// bytes.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; the message contains the command to add
    /// it.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static async Task<RgbImage> ReadAsync(Stream stream, string name, long maxPixels, CancellationToken cancellationToken = default)
    {
        CheckStream(stream, name, maxPixels);
        return Decode(await ImageBytes.ReadAsync(stream, name, maxPixels, cancellationToken).ConfigureAwait(false), name, maxPixels);
    }

    /// <summary>Copies the pixels of a bitmap without its alpha channel.</summary>
    /// <param name="bitmap">The bitmap, of any color type.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="bitmap"/> is null.</exception>
    /// <exception cref="ArgumentException">The bitmap is disposed, has no pixels, or has a pixel format that SkiaSharp cannot
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

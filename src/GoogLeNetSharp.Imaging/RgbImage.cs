namespace GoogLeNetSharp.Imaging;

/// <summary>A decoded image: 8 bits each of red, green and blue, in managed memory.</summary>
/// <remarks>Four bytes per pixel (red, green, blue, one unused), rows from top to bottom without gaps.</remarks>
public sealed class RgbImage
{
    internal const int BytesPerPixel = 4;

    private readonly byte[] _pixels;

    /// <summary>Initializes a black image.</summary>
    /// <param name="width">Width in pixels, 1 or more.</param>
    /// <param name="height">Height in pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the image exceeds the maximum length of an array.</exception>
    public RgbImage(int width, int height)
    {
        Width = (int)Require.Positive(width);
        Height = (int)Require.Positive(height);
        if (Count > System.Array.MaxLength / BytesPerPixel)
        {
            throw new ArgumentOutOfRangeException(nameof(height), height,
                $"height: an image of {width} x {height} pixels does not fit into an array.");
        }

        _pixels = new byte[Count * BytesPerPixel];
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels: red, green, blue and one unused byte each; pixel (x, y) starts at 4 (y Width + x).</summary>
    public Span<byte> Pixels => _pixels;

    internal byte[] Array => _pixels;

    internal long Count => (long)Width * Height;

    internal Span<byte> Row(int y) => _pixels.AsSpan(y * Width * BytesPerPixel, Width * BytesPerPixel);

    /// <summary>Copies a rectangle; parts outside the image are black.</summary>
    /// <param name="left">Left column of the rectangle; may be negative.</param>
    /// <param name="top">Top row of the rectangle; may be negative.</param>
    /// <param name="width">Width in pixels, 1 or more.</param>
    /// <param name="height">Height in pixels, 1 or more.</param>
    /// <returns>A new image of that size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public RgbImage Crop(int left, int top, int width, int height)
    {
        var crop = new RgbImage(width, height);
        var (first, last) = (Math.Max(left, 0), (int)Math.Min((long)left + width, Width));
        var (highest, lowest) = (Math.Max(top, 0), (int)Math.Min((long)top + height, Height));
        if (last <= first) return crop;
        for (var y = highest; y < lowest; y++)
            Row(y)[(first * BytesPerPixel)..(last * BytesPerPixel)].CopyTo(crop.Row(y - top)[((first - left) * BytesPerPixel)..]);

        return crop;
    }
}

using System.Globalization;
using System.Text;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Explaining;

/// <summary>A picture with texts, saved as a self-contained SVG drawing or as a PNG file. Texts of an SVG drawing adapt to light and dark
/// pages; a PNG file has a white background.</summary>
public sealed class Picture
{
    private const int UsualFontSize = 13;
    private const double LetterWidth = 0.58;    // as a share of the text height
    private const int FirstWide = 0x1100;       // Korean, Chinese and Japanese characters are square
    private const string PngEnding = ".png";

    private readonly List<PictureItem> _items = [];
    private readonly string _description;

    internal Picture(int width, string description, int fontSize = UsualFontSize)
    {
        Width = width;
        _description = description;
        FontSize = fontSize;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Default text height in pixels.</summary>
    internal int FontSize { get; }

    /// <summary>The items of the picture, the last on top.</summary>
    internal IReadOnlyList<PictureItem> Items => _items;

    /// <summary>Returns the drawing as one <c>svg</c> element, for a file or an HTML page.</summary>
    public string ToSvg() => PictureSvg.Write(this);

    /// <summary>Returns the bytes of a PNG file. Texts use a system font and are omitted if there is none.</summary>
    /// <param name="scale">Scale factor, above 0 and up to 8; 2 suits print and high-density screens.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is outside its range.</exception>
    /// <exception cref="DllNotFoundException">SkiaSharp's native library is missing; on Linux, install
    /// SkiaSharp.NativeAssets.Linux.NoDependencies.</exception>
    public byte[] ToPng(double scale = 1)
    {
        if (scale is not (> 0 and <= 8)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "scale: must be above 0 and up to 8.");
        return PicturePng.Write(this, scale);
    }

    /// <summary>Writes the picture to a file: as PNG if the file name ends in <c>.png</c>, otherwise as SVG.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bytes = path.EndsWith(PngEnding, StringComparison.OrdinalIgnoreCase) ? ToPng() : Encoding.UTF8.GetBytes(ToSvg());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The items of the picture.</summary>
    public override string ToString() => _description;

    /// <summary>Adds an image at a position, scaled to a size. With <paramref name="clear"/>, unpainted pixels are transparent.</summary>
    internal void Add(RgbImage image, int x, int y, int width, int height, bool smooth = false, bool clear = false) =>
        Add(new PictureItem.Pixels(image.Crop(0, 0, image.Width, image.Height), x, y, width, height, smooth, clear), y + height);

    /// <summary>Adds a line of text; <paramref name="y"/> is its baseline.</summary>
    internal void Add(string text, double x, double y, bool bold = false, PictureAnchor anchor = PictureAnchor.Start,
        PictureInk? ink = null) =>
        Add(new PictureItem.Line(text, x, y, bold, anchor, ink ?? PictureInk.Text), y + (FontSize / 2));

    /// <summary>Estimates the width of a line of text; the font depends on the viewer.</summary>
    internal static double WidthOf(string text, int fontSize = UsualFontSize) =>
        fontSize * text.EnumerateRunes().Sum(rune => rune.Value < FirstWide ? LetterWidth : 1);

    /// <summary>Adds a line.</summary>
    internal void AddCurve(IReadOnlyList<(double X, double Y)> points, PictureInk ink, double width = 1, double opacity = 1) =>
        Add(new PictureItem.Curve(points, ink, width, opacity), points.Select(point => point.Y).DefaultIfEmpty().Max());

    /// <summary>Adds a filled rectangle.</summary>
    internal void AddBox(double x, double y, double width, double height, PictureInk ink, double opacity = 1) =>
        Add(new PictureItem.Box(x, y, width, height, ink, opacity), y + height);

    /// <summary>Adds a filled circle.</summary>
    internal void AddDot(double x, double y, double radius, PictureInk ink) => Add(new PictureItem.Dot(x, y, radius, ink), y + radius);

    /// <summary>Adds a horizontal color bar with the numbers at its ends and a caption below.</summary>
    internal void AddLegend(ColorMap colors, double low, double high, int x, int y, int width, string meaning = "")
    {
        var bar = new RgbImage(256, 1);
        for (var i = 0; i < bar.Width; i++) PixelPainter.Set(bar, i, 0, colors.At(i / 255.0));
        Add(bar, x, y, width, 12, smooth: true);
        var foot = y + 15 + FontSize;
        Add(Number(low), x, foot);
        Add(meaning, x + (width / 2), foot, anchor: PictureAnchor.Middle);
        Add(Number(high), x + width, foot, anchor: PictureAnchor.End);
    }

    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Add(PictureItem item, double bottom)
    {
        _items.Add(item);
        Height = Math.Max(Height, (int)Math.Ceiling(bottom));
    }
}

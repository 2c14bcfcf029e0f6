using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using GoogLeNetSharp.Imaging;
using SkiaSharp;

namespace GoogLeNetSharp.Explaining;

/// <summary>A picture with texts: an SVG drawing that holds its pixels and needs no other file. Texts are dark on light pages and light
/// on dark ones.</summary>
public sealed class Picture
{
    // The names are long so that they meet no others in the page that holds the drawing.
    private const string Style = ".gx-text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1c2330; } "
        + ".gx-bold { font-weight: 600; font-size: 1.15em; } .gx-end { text-anchor: end; } .gx-middle { text-anchor: middle; } "
        + "@media (prefers-color-scheme: dark) { .gx-text { fill: #e4e9f1; } }";

    private readonly StringBuilder _content = new();
    private readonly string _description;
    private readonly int _fontSize;

    internal Picture(int width, string description, int fontSize = 13)
    {
        Width = width;
        _description = description;
        _fontSize = fontSize;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>The drawing, one <c>svg</c> element, for a file or to stand in an HTML page.</summary>
    public string ToSvg()
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\"");
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size} "
            + $"font-size=\"{_fontSize.ToString(CultureInfo.InvariantCulture)}\" role=\"img\" aria-label=\"{Encode(_description)}\">\n<style>{Style}</style>\n{_content}</svg>\n";
    }

    /// <summary>Writes the drawing to a file.</summary>
    /// <param name="path">The file; its name usually ends in <c>.svg</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => File.WriteAllText(path, ToSvg());

    /// <summary>What the picture shows.</summary>
    public override string ToString() => _description;

    /// <summary>Puts an image at a place, enlarged to a size; <paramref name="clear"/> shows the page where nothing is painted.</summary>
    internal void Add(RgbImage image, int x, int y, int width, int height, bool smooth = false, bool clear = false)
    {
        var style = smooth ? "" : " style=\"image-rendering:pixelated\"";
        _content.Append(CultureInfo.InvariantCulture, $"<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{style} ")
            .Append("preserveAspectRatio=\"none\" ");
        _content.Append("href=\"data:image/png;base64,").Append(Convert.ToBase64String(Png(image, clear))).Append("\"/>\n");
        Grow(y + height);
    }

    /// <summary>Writes a line of text; <paramref name="y"/> is its foot.</summary>
    internal void Add(string text, int x, int y, bool bold = false, string anchor = "")
    {
        var kind = $"gx-text{(bold ? " gx-bold" : "")}{(anchor.Length > 0 ? $" gx-{anchor}" : "")}";
        _content.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\">{Encode(text)}</text>\n");
        Grow(y + (_fontSize / 2));
    }

    /// <summary>Draws a bar of the colours from left to right, with the numbers at its ends and what they mean below.</summary>
    internal void AddLegend(ColorMap colors, double low, double high, int x, int y, int width, string meaning = "")
    {
        var bar = new RgbImage(256, 1);
        for (var i = 0; i < bar.Width; i++) PixelPainter.Set(bar, i, 0, colors.At(i / 255.0));
        Add(bar, x, y, width, 12, smooth: true);
        var foot = y + 15 + _fontSize;
        Add(Number(low), x, foot);
        Add(meaning, x + (width / 2), foot, anchor: "middle");
        Add(Number(high), x + width, foot, anchor: "end");
    }

    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static byte[] Png(RgbImage image, bool clear)
    {
        var alpha = clear ? SKAlphaType.Unpremul : SKAlphaType.Opaque;
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, alpha));
        Marshal.Copy(image.Array, 0, bitmap.GetPixels(), image.Array.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void Grow(int bottom) => Height = Math.Max(Height, bottom);
}

using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Explaining;

/// <summary>An item of a picture, positioned in pixels from the top left corner.</summary>
internal abstract record PictureItem
{
    private PictureItem()
    {
    }

    /// <summary>An image, scaled to a size. If clear, unpainted pixels are transparent.</summary>
    public sealed record Pixels(RgbImage Source, int X, int Y, int Width, int Height, bool Smooth, bool Clear) : PictureItem;

    /// <summary>A line of text; <paramref name="Y"/> is its baseline.</summary>
    public sealed record Line(string Text, double X, double Y, bool Bold, PictureAnchor Anchor, PictureInk Ink) : PictureItem;

    /// <summary>A line.</summary>
    public sealed record Curve(IReadOnlyList<(double X, double Y)> Points, PictureInk Ink, double Width, double Opacity) : PictureItem;

    /// <summary>A filled rectangle.</summary>
    public sealed record Box(double X, double Y, double Width, double Height, PictureInk Ink, double Opacity) : PictureItem;

    /// <summary>A filled circle.</summary>
    public sealed record Dot(double X, double Y, double Radius, PictureInk Ink) : PictureItem;
}

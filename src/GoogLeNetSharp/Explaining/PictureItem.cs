using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Explaining;

/// <summary>A thing that a picture shows, at a place in pixels from its top left corner.</summary>
internal abstract record PictureItem
{
    private PictureItem()
    {
    }

    /// <summary>An image, enlarged to a size; where it is clear, what is never painted shows the page.</summary>
    public sealed record Pixels(RgbImage Source, int X, int Y, int Width, int Height, bool Smooth, bool Clear) : PictureItem;

    /// <summary>A line of text; <paramref name="Y"/> is its foot.</summary>
    public sealed record Line(string Text, double X, double Y, bool Bold, PictureAnchor Anchor, PictureInk Ink) : PictureItem;

    /// <summary>A line from point to point.</summary>
    public sealed record Curve(IReadOnlyList<(double X, double Y)> Points, PictureInk Ink, double Width, double Opacity) : PictureItem;

    /// <summary>A filled rectangle.</summary>
    public sealed record Box(double X, double Y, double Width, double Height, PictureInk Ink, double Opacity) : PictureItem;

    /// <summary>A filled circle.</summary>
    public sealed record Dot(double X, double Y, double Radius, PictureInk Ink) : PictureItem;
}

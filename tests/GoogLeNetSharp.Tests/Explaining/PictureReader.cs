using System.Xml.Linq;
using GoogLeNetSharp.Explaining;
using SkiaSharp;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>Reads what a picture shows back from its SVG.</summary>
internal sealed class PictureReader
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly XElement _drawing;

    public PictureReader(Picture picture)
    {
        _drawing = XElement.Parse(picture.ToSvg());
        _drawing.Attribute("viewBox")!.Value.Should().Be($"0 0 {picture.Width} {picture.Height}");
    }

    /// <summary>The texts in order.</summary>
    public string[] Texts => [.. _drawing.Elements(Svg + "text").Select(text => text.Value).Where(text => text.Length > 0)];

    /// <summary>The images in order, with their places.</summary>
    public (int X, int Y, int Width, int Height, SKBitmap Pixels)[] Images =>
    [
        .. _drawing.Elements(Svg + "image").Select(image => (
            (int)image.Attribute("x")!, (int)image.Attribute("y")!, (int)image.Attribute("width")!, (int)image.Attribute("height")!,
            SKBitmap.Decode(Convert.FromBase64String(image.Attribute("href")!.Value.Split("base64,")[1])))),
    ];
}

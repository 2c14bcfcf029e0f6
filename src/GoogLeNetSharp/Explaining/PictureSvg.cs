using System.Globalization;
using System.Net;
using System.Text;

namespace GoogLeNetSharp.Explaining;

/// <summary>Writes a picture as a self-contained SVG drawing.</summary>
internal static class PictureSvg
{
    // long names avoid collisions in the page that contains the drawing
    private static readonly string Style = ".gx-text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; } "
        + ".gx-bold { font-weight: 600; font-size: 1.15em; } .gx-end { text-anchor: end; } .gx-middle { text-anchor: middle; } "
        + $"{Colors(ink => ink.Light)} @media (prefers-color-scheme: dark) {{ {Colors(ink => ink.Dark)} }}";

    /// <summary>Returns the drawing as one <c>svg</c> element.</summary>
    public static string Write(Picture picture)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {picture.Width} {picture.Height}\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"width=\"{picture.Width}\" height=\"{picture.Height}\" font-size=\"{picture.FontSize}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"role=\"img\" aria-label=\"{Encode(picture.ToString())}\">\n<style>{Style}</style>\n");
        foreach (var item in picture.Items) Write(svg, item);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Write(StringBuilder svg, PictureItem item)
    {
        switch (item)
        {
            case PictureItem.Pixels image:
                Write(svg, image);
                break;
            case PictureItem.Line line:
                svg.Append(CultureInfo.InvariantCulture,
                    $"<text class=\"{Classes(line)}\" x=\"{line.X:0.##}\" y=\"{line.Y:0.##}\">{Encode(line.Text)}</text>\n");
                break;
            case PictureItem.Curve curve:
                var points = string.Join(' ', curve.Points.Select(point => FormattableString.Invariant($"{point.X:0.##},{point.Y:0.##}")));
                svg.Append(CultureInfo.InvariantCulture,
                    $"<polyline fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"{curve.Width:0.##}\" ");
                svg.Append(CultureInfo.InvariantCulture,
                    $"stroke-opacity=\"{curve.Opacity:0.###}\" class=\"gx-line-{curve.Ink.Name}\" points=\"{points}\"/>\n");
                break;
            case PictureItem.Box box:
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"gx-{box.Ink.Name}\" fill-opacity=\"{box.Opacity:0.###}\" ");
                svg.Append(CultureInfo.InvariantCulture,
                    $"x=\"{box.X:0.##}\" y=\"{box.Y:0.##}\" width=\"{box.Width:0.##}\" height=\"{box.Height:0.##}\"/>\n");
                break;
            case PictureItem.Dot dot:
                svg.Append(CultureInfo.InvariantCulture,
                    $"<circle class=\"gx-{dot.Ink.Name}\" cx=\"{dot.X:0.##}\" cy=\"{dot.Y:0.##}\" r=\"{dot.Radius:0.##}\"/>\n");
                break;
        }
    }

    private static void Write(StringBuilder svg, PictureItem.Pixels image)
    {
        var style = image.Smooth ? "" : " style=\"image-rendering:pixelated\"";
        svg.Append(CultureInfo.InvariantCulture,
            $"<image x=\"{image.X}\" y=\"{image.Y}\" width=\"{image.Width}\" height=\"{image.Height}\"{style} ")
            .Append("preserveAspectRatio=\"none\" ");
        svg.Append("href=\"data:image/png;base64,").Append(Convert.ToBase64String(PicturePng.Write(image.Source, image.Clear)))
            .Append("\"/>\n");
    }

    private static string Classes(PictureItem.Line line)
    {
        var anchor = line.Anchor switch { PictureAnchor.End => " gx-end", PictureAnchor.Middle => " gx-middle", _ => "" };
        return $"gx-text{(line.Bold ? " gx-bold" : "")}{anchor} gx-{line.Ink.Name}";
    }

    private static string Colors(Func<PictureInk, string> color) =>
        string.Join(' ',
            PictureInk.All.Select(ink => $".gx-{ink.Name} {{ fill: {color(ink)}; }} .gx-line-{ink.Name} {{ stroke: {color(ink)}; }}"));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

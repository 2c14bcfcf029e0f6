using System.Globalization;
using System.Net;
using System.Text;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using SkiaSharp;

namespace GoogLeNetSharp.Samples.ExplainImages;

/// <summary>The report: a self-contained HTML page.</summary>
internal sealed class Page(string title)
{
    private const int LargestPhoto = 900;
    private const int PhotoQuality = 88;

    private readonly StringBuilder _body = new();

    /// <summary>Adds the photo, the network's view, and the most probable classes as bars.</summary>
    public void AddPhoto(RgbImage photo, RgbImage seen, IReadOnlyList<(string Name, float Probability)> classes)
    {
        _body.Append("<section id=\"photo\"><div class=\"two\"><figure>").Append(Image(photo, "The photo"))
            .Append(CultureInfo.InvariantCulture, $"<figcaption>The photo, {photo.Width} x {photo.Height}</figcaption></figure><figure>")
            .Append(Image(seen, "What the network sees"))
            .Append(CultureInfo.InvariantCulture, $"<figcaption>What the network sees, {seen.Width} x {seen.Height}</figcaption></figure>")
            .Append("<div class=\"classes\"><h2>Classes</h2><table>");
        foreach (var (name, probability) in classes)
        {
            _body.Append("<tr><th>").Append(Encode(name)).Append("</th>").Append(
                CultureInfo.InvariantCulture,
                $"<td class=\"bar\"><span style=\"width:{100 * probability:0.##}%\"></span></td><td class=\"n\">{100 * probability:0.0} "
                + $"%</td></tr>");
        }

        _body.Append("</table></div></div></section>\n");
    }

    /// <summary>Adds heat maps.</summary>
    public void AddHeatMaps(string id, string heading, string text, IReadOnlyList<Picture> pictures)
    {
        Start(id, heading, text);
        _body.Append("<div class=\"maps\">");
        foreach (var picture in pictures) _body.Append(picture.ToSvg());
        _body.Append("</div></section>\n");
    }

    /// <summary>Adds the maps of all stages, one at a time with a slider, or all of them without script.</summary>
    public void AddStages(IReadOnlyList<(string Name, ReceptiveField? Field, Picture Sheet)> stages)
    {
        Start("stages", "Maps by stage", "Slide, or use the arrow keys, from the first stage to the last.");
        _body.Append(
            CultureInfo.InvariantCulture,
            $"<p class=\"slider\" hidden><input id=\"stage\" type=\"range\" min=\"0\" max=\"{stages.Count - 1}\" value=\"0\" "
            + $"aria-label=\"Stage\">")
            .Append("<output id=\"stage-name\" for=\"stage\"></output></p>");
        foreach (var (name, field, sheet) in stages)
        {
            var seen = field is null ? "" : $"<p class=\"hint\">A pixel here sees {string.Join(" x ", field.Size)} pixels of the image, "
                + $"{string.Join(" x ", field.Stride)} apart.</p>";
            _body.Append(
                $"<div class=\"stage\" data-name=\"{Encode(name)}\">{seen}<div class=\"scroll\" "
                + $"tabindex=\"0\">{sheet.ToSvg()}</div></div>\n");
        }

        _body.Append("</section>\n");
    }

    /// <summary>Adds the filters of the first convolution.</summary>
    public void AddFilters(Picture sheet)
    {
        Start("filters", "Filters of the first convolution", "");
        _body.Append("<div class=\"scroll\" tabindex=\"0\">").Append(sheet.ToSvg()).Append("</div></section>\n");
    }

    /// <summary>Returns the page.</summary>
    public string ToHtml() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <style>
        {PageAssets.Style}
        </style>
        </head>
        <body>
        <h1>{Encode(title)}</h1>
        <main>
        {_body}</main>
        <script>
        {PageAssets.Script}
        </script>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private void Start(string id, string heading, string text)
    {
        _body.Append($"<section id=\"{id}\"><h2>{Encode(heading)}</h2>");
        if (text.Length > 0) _body.Append($"<p class=\"hint\">{Encode(text)}</p>");
    }

    private static string Image(RgbImage image, string text)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        System.Runtime.InteropServices.Marshal.Copy(image.Pixels.ToArray(), 0, bitmap.GetPixels(), image.Pixels.Length);
        var scale = Math.Min(1.0, (double)LargestPhoto / Math.Max(image.Width, image.Height));
        var size = new SKImageInfo((int)Math.Max(1, image.Width * scale), (int)Math.Max(1, image.Height * scale), SKColorType.Rgba8888);
        using var small = bitmap.Resize(size, SKFilterQuality.High);
        // a photo of few pixels is shown with square pixels
        var few = Math.Max(image.Width, image.Height) < 128;
        using var data = small.Encode(few ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, PhotoQuality);
        var kind = few ? "png" : "jpeg";
        return $"<img alt=\"{text}\"{(few ? " class=\"few\"" : "")} "
            + $"src=\"data:image/{kind};base64,{Convert.ToBase64String(data.ToArray())}\">";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

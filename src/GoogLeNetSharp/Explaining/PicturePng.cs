using System.Runtime.InteropServices;
using GoogLeNetSharp.Imaging;
using SkiaSharp;

namespace GoogLeNetSharp.Explaining;

/// <summary>Writes a picture as a PNG file with a white background.</summary>
internal static class PicturePng
{
    private const int Best = 100;       // quality, unused for PNG
    private const float BoldSize = 1.15f;

    /// <summary>Returns the bytes of the file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="scale">Scale factor.</param>
    public static byte[] Write(Picture picture, double scale)
    {
        var (width, height) = ((int)Math.Ceiling(picture.Width * scale), (int)Math.Ceiling(picture.Height * scale));
        using var bitmap = new SKBitmap(new SKImageInfo(Math.Max(1, width), Math.Max(1, height), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale((float)scale);
        foreach (var item in picture.Items) Draw(canvas, item, picture.FontSize);
        canvas.Flush();
        return Encoded(bitmap);
    }

    /// <summary>Returns the bytes of a file of one image, optionally with transparent unpainted pixels.</summary>
    public static byte[] Write(RgbImage image, bool clear)
    {
        using var bitmap = Bitmap(image, clear);
        return Encoded(bitmap);
    }

    private static void Draw(SKCanvas canvas, PictureItem item, int fontSize)
    {
        switch (item)
        {
            case PictureItem.Pixels image:
                using (var bitmap = Bitmap(image.Source, image.Clear))
                using (var paint = new SKPaint { FilterQuality = image.Smooth ? SKFilterQuality.Medium : SKFilterQuality.None })
                    canvas.DrawBitmap(bitmap, SKRect.Create(image.X, image.Y, image.Width, image.Height), paint);
                break;
            case PictureItem.Line line:
                Draw(canvas, line, fontSize);
                break;
            case PictureItem.Curve curve:
                Draw(canvas, curve);
                break;
            case PictureItem.Box box:
                using (var paint = Paint(box.Ink, box.Opacity))
                    canvas.DrawRect((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height, paint);
                break;
            case PictureItem.Dot dot:
                using (var paint = Paint(dot.Ink, 1)) canvas.DrawCircle((float)dot.X, (float)dot.Y, (float)dot.Radius, paint);
                break;
        }
    }

    private static void Draw(SKCanvas canvas, PictureItem.Line line, int fontSize)
    {
        using var paint = Paint(line.Ink, 1);
        using var typeface = Typeface(line);
        paint.Typeface = typeface;
        paint.TextSize = fontSize * (line.Bold ? BoldSize : 1);
        paint.TextAlign = line.Anchor switch
        {
            PictureAnchor.End => SKTextAlign.Right,
            PictureAnchor.Middle => SKTextAlign.Center,
            _ => SKTextAlign.Left,
        };
        canvas.DrawText(line.Text, (float)line.X, (float)line.Y, paint);
    }

    // a system font that has the characters of the text, if there is one
    private static SKTypeface? Typeface(PictureItem.Line line)
    {
        var style = line.Bold ? SKFontStyle.Bold : SKFontStyle.Normal;
        var usual = SKTypeface.FromFamilyName(null, style);
        foreach (var rune in line.Text.EnumerateRunes())
        {
            if (usual?.ContainsGlyph(rune.Value) == true) continue;
            if (SKFontManager.Default.MatchCharacter(null, style, null, rune.Value) is not { } other) continue;
            usual?.Dispose();
            return other;
        }

        return usual;
    }

    private static void Draw(SKCanvas canvas, PictureItem.Curve curve)
    {
        if (curve.Points.Count == 0) return;
        using var paint = Paint(curve.Ink, curve.Opacity);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = (float)curve.Width;
        paint.StrokeJoin = SKStrokeJoin.Round;
        using var path = new SKPath();
        path.MoveTo((float)curve.Points[0].X, (float)curve.Points[0].Y);
        foreach (var (x, y) in curve.Points.Skip(1)) path.LineTo((float)x, (float)y);
        canvas.DrawPath(path, paint);
    }

    private static SKPaint Paint(PictureInk ink, double opacity) =>
        new() { IsAntialias = true, Color = SKColor.Parse(ink.Light).WithAlpha((byte)Math.Round(byte.MaxValue * opacity)) };

    private static SKBitmap Bitmap(RgbImage image, bool clear)
    {
        var alpha = clear ? SKAlphaType.Unpremul : SKAlphaType.Opaque;
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, alpha));
        Marshal.Copy(image.Array, 0, bitmap.GetPixels(), image.Array.Length);
        return bitmap;
    }

    private static byte[] Encoded(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, Best);
        return data.ToArray();
    }
}

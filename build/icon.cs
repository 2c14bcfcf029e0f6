#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:property PublishAot=false

// Draws the packages' icon, an Inception module: dotnet run build/icon.cs build/icon.png
using SkiaSharp;

const int Size = 128;
(float Left, SKColor Color)[] branches =
    [(21, new(0x4F, 0xC3, 0xF7)), (44, new(0xFF, 0xD5, 0x4F)), (67, new(0xFF, 0x8A, 0x65)), (90, new(0xAE, 0xD5, 0x81))];

using var surface = SKSurface.Create(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Premul));
var canvas = surface.Canvas;
canvas.Clear(SKColors.Transparent);
Box(0, 0, Size, Size, 24, new SKColor(0x1F, 0x2A, 0x44));

// From the bottom: the input, four branches, their concatenation, which has the branches' colours.
Box(40, 103, 48, 11, 4, SKColors.White);
foreach (var (left, color) in branches)
{
    var center = left + 8.5f;
    Line(64, 103, center, 84);
    Line(center, 52, center, 34);
    Box(left, 50, 17, 36, 5, color);
}

canvas.Save();
canvas.ClipRoundRect(new SKRoundRect(new SKRect(20, 16, 108, 36), 6), antialias: true);
for (var i = 0; i < branches.Length; i++) Box(20 + i * 22, 16, 22, 20, 0, branches[i].Color);
canvas.Restore();

using var image = surface.Snapshot();
using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
File.WriteAllBytes(args[0], png.ToArray());

void Box(float x, float y, float width, float height, float radius, SKColor color)
{
    using var paint = new SKPaint { Color = color, IsAntialias = true };
    canvas.DrawRoundRect(x, y, width, height, radius, radius, paint);
}

void Line(float x0, float y0, float x1, float y1)
{
    var grey = new SKColor(0xCF, 0xD8, 0xDC);
    using var paint = new SKPaint { Color = grey, StrokeWidth = 4, StrokeCap = SKStrokeCap.Round, IsAntialias = true };
    canvas.DrawLine(x0, y0, x1, y1, paint);
}

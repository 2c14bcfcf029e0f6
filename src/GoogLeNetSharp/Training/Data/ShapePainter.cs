using System.Numerics;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Draws a shape on a plain background with noise. Does not use Skia, so that training on shapes needs only libtorch.</summary>
internal static class ShapePainter
{
    private const float SmallestRadius = 0.26f;    // of the image's side
    private const float LargestRadius = 0.42f;
    private const float LeastContrast = 0.3f;      // difference of the luminances of shape and background, of 1
    private const float MostNoise = 0.12f;         // half the width of the noise's triangular distribution, of 1

    private static readonly Vector3 Luminance = new(0.299f, 0.587f, 0.114f);

    public static RgbImage Paint(int shape, int size, Random random)
    {
        var radius = size * Between(random, SmallestRadius, LargestRadius);
        var room = (size / 2f) - radius;
        var center = new Vector2((size / 2f) + Between(random, -room, room), (size / 2f) + Between(random, -room, room));
        var (sin, cos) = MathF.SinCos(Between(random, 0, 2 * MathF.PI));
        var ground = Colour(random);
        var ink = Colour(random);
        while (MathF.Abs(Vector3.Dot(ink - ground, Luminance)) < LeastContrast) (ground, ink) = (Colour(random), Colour(random));

        var image = new RgbImage(size, size);
        var noise = new byte[size * RgbImage.BytesPerPixel * 2];
        var strength = Between(random, 0, MostNoise);
        for (var y = 0; y < size; y++)
        {
            random.NextBytes(noise);
            var row = image.Row(y);
            for (var x = 0; x < size; x++)
            {
                var offset = (new Vector2(x + 0.5f, y + 0.5f) - center) / radius;
                var turned = new Vector2((cos * offset.X) - (sin * offset.Y), (sin * offset.X) + (cos * offset.Y));
                var cover = Math.Clamp(0.5f - (ShapeOutlines.Distance(shape, turned) * radius), 0, 1);
                var colour = Vector3.Lerp(ground, ink, cover);
                for (var channel = 0; channel < 3; channel++)
                {
                    var i = (x * RgbImage.BytesPerPixel) + channel;
                    var value = colour[channel] + ((noise[2 * i] + noise[(2 * i) + 1] - 255) / 255f * strength);
                    row[i] = (byte)((Math.Clamp(value, 0, 1) * 255) + 0.5f);
                }
            }
        }

        return image;
    }

    private static float Between(Random random, float low, float high) => low + ((high - low) * random.NextSingle());

    private static Vector3 Colour(Random random) => new(random.NextSingle(), random.NextSingle(), random.NextSingle());
}

using System.Text.Json;
using System.Text.Json.Serialization;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>One line of Fixtures/expected.json: what Pillow or torchvision make of a file (Fixtures/make_fixtures.py).</summary>
public sealed record ImageFixture(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("operation")] string Operation,
    [property: JsonPropertyName("arguments")] IReadOnlyDictionary<string, double> Arguments,
    [property: JsonPropertyName("width")] int Width,
    [property: JsonPropertyName("height")] int Height,
    [property: JsonPropertyName("rgb")] byte[] Rgb)
{
    /// <summary>Where the fixtures are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Imaging", "Fixtures");

    /// <summary>All lines for an operation, at least one.</summary>
    public static IReadOnlyList<ImageFixture> Of(string operation)
    {
        using var stream = System.IO.File.OpenRead(PathOf("expected.json"));
        ImageFixture[] fixtures = [.. JsonSerializer.Deserialize<ImageFixture[]>(stream)!.Where(fixture => fixture.Operation == operation)];
        fixtures.Should().NotBeEmpty();
        return fixtures;
    }

    /// <summary>The path of a fixture file.</summary>
    public static string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The file, decoded by the code under test.</summary>
    public RgbImage Read() => ImageDecoder.Read(PathOf(File));

    /// <summary>Asserts the size, and that no channel of a pixel is further off than allowed, of 255.</summary>
    public void ShouldMatch(RgbImage image, int tolerance)
    {
        var name = $"{Operation} {string.Join(' ', Arguments.Select(pair => $"{pair.Key}={pair.Value}"))} of {File}";
        (image.Width, image.Height).Should().Be((Width, Height), name);
        var worst = 0;
        for (var i = 0; i < Rgb.Length; i++) worst = Math.Max(worst, Math.Abs(Rgb[i] - image.Pixels[(i / 3 * 4) + (i % 3)]));
        worst.Should().BeLessThanOrEqualTo(tolerance, name);
    }
}

namespace GoogLeNetSharp;

/// <summary>The nine Inception modules of GoogLeNet: Szegedy et al. 2014 (arXiv 1409.4842), table 1. Shared by all presets.</summary>
internal static class InceptionTable
{
    /// <summary>Stages at 1/8 of the image size.</summary>
    public static IReadOnlyList<(string Name, InceptionWidths Widths)> Inception3 { get; } =
    [
        ("inception3a", new(Ch1x1: 64, Ch3x3Reduce: 96, Ch3x3: 128, Ch5x5Reduce: 16, Ch5x5: 32, PoolProjection: 32)),
        ("inception3b", new(Ch1x1: 128, Ch3x3Reduce: 128, Ch3x3: 192, Ch5x5Reduce: 32, Ch5x5: 96, PoolProjection: 64)),
    ];

    /// <summary>Stages at 1/16 of the image size.</summary>
    public static IReadOnlyList<(string Name, InceptionWidths Widths)> Inception4 { get; } =
    [
        ("inception4a", new(Ch1x1: 192, Ch3x3Reduce: 96, Ch3x3: 208, Ch5x5Reduce: 16, Ch5x5: 48, PoolProjection: 64)),
        ("inception4b", new(Ch1x1: 160, Ch3x3Reduce: 112, Ch3x3: 224, Ch5x5Reduce: 24, Ch5x5: 64, PoolProjection: 64)),
        ("inception4c", new(Ch1x1: 128, Ch3x3Reduce: 128, Ch3x3: 256, Ch5x5Reduce: 24, Ch5x5: 64, PoolProjection: 64)),
        ("inception4d", new(Ch1x1: 112, Ch3x3Reduce: 144, Ch3x3: 288, Ch5x5Reduce: 32, Ch5x5: 64, PoolProjection: 64)),
        ("inception4e", new(Ch1x1: 256, Ch3x3Reduce: 160, Ch3x3: 320, Ch5x5Reduce: 32, Ch5x5: 128, PoolProjection: 128)),
    ];

    /// <summary>Stages at 1/32 of the image size.</summary>
    public static IReadOnlyList<(string Name, InceptionWidths Widths)> Inception5 { get; } =
    [
        ("inception5a", new(Ch1x1: 256, Ch3x3Reduce: 160, Ch3x3: 320, Ch5x5Reduce: 32, Ch5x5: 128, PoolProjection: 128)),
        ("inception5b", new(Ch1x1: 384, Ch3x3Reduce: 192, Ch3x3: 384, Ch5x5Reduce: 48, Ch5x5: 128, PoolProjection: 128)),
    ];

    /// <summary>The auxiliary heads and their input stages.</summary>
    public static IReadOnlyList<(string Name, string Tap)> AuxiliaryHeads { get; } = [("aux1", "inception4a"), ("aux2", "inception4d")];

    /// <summary>Gets the widths of a module.</summary>
    public static InceptionWidths WidthsOf(string name) =>
        new[] { Inception3, Inception4, Inception5 }.SelectMany(rows => rows).Single(row => row.Name == name).Widths;
}

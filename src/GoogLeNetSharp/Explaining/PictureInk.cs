namespace GoogLeNetSharp.Explaining;

/// <summary>A color of a picture, for light and for dark pages. PNG files use the light one.</summary>
internal sealed record PictureInk(string Name, string Light, string Dark)
{
    public static readonly PictureInk Text = new("text", "#1c2330", "#e4e9f1");
    public static readonly PictureInk Soft = new("soft", "#5b6577", "#9aa6b8");
    public static readonly PictureInk Grid = new("grid", "#d9dee7", "#2e3744");
    public static readonly PictureInk Blue = new("blue", "#2f6fce", "#6ea3f2");
    public static readonly PictureInk Orange = new("orange", "#c8741a", "#e09a48");
    public static readonly PictureInk Green = new("green", "#2f8a52", "#56b97c");

    /// <summary>All colors.</summary>
    public static IReadOnlyList<PictureInk> All { get; } = [Text, Soft, Grid, Blue, Orange, Green];
}

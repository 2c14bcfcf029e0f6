namespace GoogLeNetSharp.Explaining;

/// <summary>A colour of a picture, for light pages and for dark ones. PNG files have the light one.</summary>
internal sealed record PictureInk(string Name, string Light, string Dark)
{
    public static readonly PictureInk Text = new("text", "#1c2330", "#e4e9f1");
    public static readonly PictureInk Soft = new("soft", "#5b6577", "#9aa6b8");
    public static readonly PictureInk Grid = new("grid", "#d9dee7", "#2e3744");
    public static readonly PictureInk Blue = new("blue", "#2f6fce", "#6ea3f2");
    public static readonly PictureInk Orange = new("orange", "#c8741a", "#e09a48");
    public static readonly PictureInk Green = new("green", "#2f8a52", "#56b97c");

    /// <summary>All colours.</summary>
    public static IReadOnlyList<PictureInk> All { get; } = [Text, Soft, Grid, Blue, Orange, Green];
}

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>How the tiles of F(4 x 4, 3 x 3) cover the outputs of a batch.</summary>
/// <param name="images">Images.</param>
/// <param name="height">Height of the output.</param>
/// <param name="width">Width of the output.</param>
internal readonly struct WinogradTiling(long images, long height, long width)
{
    private readonly long _across = Rounding.Ceiling(width, WinogradTransform.Outputs);
    private readonly long _down = Rounding.Ceiling(height, WinogradTransform.Outputs);

    /// <summary>Tiles of all images.</summary>
    public long Tiles => images * _down * _across;

    /// <summary>The image of a tile, and its first row and column there, in outputs.</summary>
    public (long Image, long Y, long X) Place(long tile)
    {
        var (row, across) = Math.DivRem(tile, _across);
        var (image, down) = Math.DivRem(row, _down);
        return (image, down * WinogradTransform.Outputs, across * WinogradTransform.Outputs);
    }
}

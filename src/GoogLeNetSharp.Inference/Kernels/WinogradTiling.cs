namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The tiling of a batch's outputs with tiles of F(4 x 4, 3 x 3).</summary>
/// <param name="images">Number of images.</param>
/// <param name="height">Height of the output.</param>
/// <param name="width">Width of the output.</param>
internal readonly struct WinogradTiling(long images, long height, long width)
{
    private readonly long _across = Rounding.Ceiling(width, WinogradTransform.Outputs);
    private readonly long _down = Rounding.Ceiling(height, WinogradTransform.Outputs);

    /// <summary>Number of tiles of all images.</summary>
    public long Tiles => images * _down * _across;

    /// <summary>Gets the image of a tile and its first output row and column.</summary>
    public (long Image, long Y, long X) Place(long tile)
    {
        var (row, across) = Math.DivRem(tile, _across);
        var (image, down) = Math.DivRem(row, _down);
        return (image, down * WinogradTransform.Outputs, across * WinogradTransform.Outputs);
    }
}

namespace GoogLeNetSharp.Inference;

/// <summary>How the tiles of F(4 x 4, 3 x 3) cover the output of a batch, and the blocks of tiles that are transformed together.</summary>
internal readonly record struct WinogradTiling
{
    // A quarter of the second-level cache of the processors that have 512-bit vectors: products and weights pass through it too.
    private const long BlockBytes = 256_000;

    /// <summary>Tiles for that many images with outputs of that size.</summary>
    public WinogradTiling(long images, (long Height, long Width) outputSize, long inChannels)
    {
        Across = Rounding.Ceiling(outputSize.Width, WinogradTile.Outputs);
        Down = Rounding.Ceiling(outputSize.Height, WinogradTile.Outputs);
        Tiles = images * Down * Across;

        // Blocks of one size, so that each thread gets as much.
        var most = Math.Max(1, BlockBytes / (WinogradTile.Products * inChannels * sizeof(float)));
        TilesPerBlock = Rounding.Up(Rounding.Ceiling(Tiles, Rounding.Ceiling(Tiles, most)), MatrixTile.Rows);
    }

    /// <summary>Tiles beside each other in an image.</summary>
    public long Across { get; }

    /// <summary>Tiles below each other in an image.</summary>
    public long Down { get; }

    /// <summary>Tiles of all images.</summary>
    public long Tiles { get; }

    /// <summary>Tiles of one block, a multiple of <see cref="MatrixTile.Rows"/>; those beyond the last one are zeros.</summary>
    public long TilesPerBlock { get; }

    /// <summary>Blocks of tiles.</summary>
    public long Blocks => Rounding.Ceiling(Tiles, TilesPerBlock);

    /// <summary>The image of a tile, and its first row and column there, in outputs.</summary>
    public (long Image, long Y, long X) Place(long tile)
    {
        var (row, across) = Math.DivRem(tile, Across);
        var (image, down) = Math.DivRem(row, Down);
        return (image, down * WinogradTile.Outputs, across * WinogradTile.Outputs);
    }
}

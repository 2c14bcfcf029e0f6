namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Splits the rows of a product into blocks of nearly equal size. All but the last are multiples of a tile's rows.</summary>
/// <param name="Rows">Total number of rows.</param>
/// <param name="Size">Rows per block.</param>
internal readonly record struct RowBlocks(long Rows, long Size)
{
    // a quarter of the L2 cache of common processors, so that the block stays there while it is multiplied with all panels
    private const long BlockBytes = 256_000;

    // with fewer rows, reading the weights again for each block would take as long as the multiplications
    private const long MinRows = 64;

    // parts per thread, so that all threads finish at nearly the same time
    private const long ItemsPerThread = 8;

    /// <summary>Chooses blocks for rows of the given depth, multiplied with the given number of panels.</summary>
    public static RowBlocks Of(long rows, long depth, long panels, int tile, int threads)
    {
        var largest = Math.Max(MinRows, BlockBytes / (depth * sizeof(float)));
        var forThreads = Math.Max(MinRows, rows * panels / (ItemsPerThread * threads));
        var blocks = Rounding.Ceiling(rows, Math.Min(largest, forThreads));
        return new RowBlocks(rows, Rounding.Up(Rounding.Ceiling(rows, blocks), tile));
    }

    /// <summary>Number of blocks.</summary>
    public long Count => Rounding.Ceiling(Rows, Size);

    /// <summary>Gets the first row and the end (exclusive) of a block.</summary>
    public (long First, long Last) this[long block] => (block * Size, Math.Min(Rows, (block + 1) * Size));
}

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Rows of a product cut into blocks of nearly one size, each a multiple of a tile's rows but for the last.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="Size">Rows of one block.</param>
internal readonly record struct RowBlocks(long Rows, long Size)
{
    // A quarter of the second-level cache of common processors: the block stays there while all panels of weights are multiplied with it.
    private const long BlockBytes = 256_000;

    // Below, reading the weights anew for each block would take as long as multiplying with them.
    private const long MinRows = 64;

    // Parts of one step for each thread, so that all end at nearly the same time.
    private const long ItemsPerThread = 8;

    /// <summary>Blocks for rows of that depth, which are multiplied with so many panels.</summary>
    public static RowBlocks Of(long rows, long depth, long panels, int tile, int threads)
    {
        var largest = Math.Max(MinRows, BlockBytes / (depth * sizeof(float)));
        var forThreads = Math.Max(MinRows, rows * panels / (ItemsPerThread * threads));
        var blocks = Rounding.Ceiling(rows, Math.Min(largest, forThreads));
        return new RowBlocks(rows, Rounding.Up(Rounding.Ceiling(rows, blocks), tile));
    }

    /// <summary>How many blocks there are.</summary>
    public long Count => Rounding.Ceiling(Rows, Size);

    /// <summary>The first row of a block, and the row after its last one.</summary>
    public (long First, long Last) this[long block] => (block * Size, Math.Min(Rows, (block + 1) * Size));
}

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The runs of consecutive values in which a row of a product is read.</summary>
/// <param name="offsets">Offset of each run from the start of the row.</param>
/// <param name="count">Number of items.</param>
/// <param name="length">Length of each run.</param>
internal readonly unsafe struct Runs(nint* offsets, nint count, nint length)
{
    /// <summary>Offset of each run from the start of the row.</summary>
    public nint* Offsets { get; } = offsets;

    /// <summary>Number of items.</summary>
    public nint Count { get; } = count;

    /// <summary>Length of each run.</summary>
    public nint Length { get; } = length;
}

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The stretches of neighbouring numbers in which a row of a product is read.</summary>
/// <param name="offsets">Where each begins, from the row's first number.</param>
/// <param name="count">How many there are.</param>
/// <param name="length">Numbers of each.</param>
internal readonly unsafe struct Runs(nint* offsets, nint count, nint length)
{
    /// <summary>Where each begins, from the row's first number.</summary>
    public nint* Offsets { get; } = offsets;

    /// <summary>How many there are.</summary>
    public nint Count { get; } = count;

    /// <summary>Numbers of each.</summary>
    public nint Length { get; } = length;
}

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Estimates of what kernels cost, in multiplications of vectors.</summary>
internal static class KernelCost
{
    // Processors multiply two vectors while a core reads about as many bytes of weights from its last cache or from memory as it has to
    // itself.
    private const double WeightBytesPerMultiplication = 4;

    /// <summary>A product of rows x depth with depth x columns, as many times as there are planes.</summary>
    public static double Product<TSimd, TVector>(long rows, long depth, long columns, long planes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var multiplications = (double)planes * Rounding.Up(rows, TSimd.Rows) * depth * Rounding.Ceiling(columns, TSimd.Lanes);
        return multiplications + ((double)planes * depth * columns * sizeof(float) / WeightBytesPerMultiplication);
    }
}

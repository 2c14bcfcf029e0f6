namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Estimates costs of kernels, in vector multiplications.</summary>
internal static class KernelCost
{
    // bytes of weights that a core reads from the last-level cache or memory in the time of two vector multiplications
    private const double WeightBytesPerMultiplication = 4;

    /// <summary>Estimates a product of rows x depth by depth x columns, for each plane.</summary>
    public static double Product<TSimd, TVector>(long rows, long depth, long columns, long planes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var multiplications = (double)planes * Rounding.Up(rows, TSimd.Rows) * depth * Rounding.Ceiling(columns, TSimd.Lanes);
        return multiplications + ((double)planes * depth * columns * sizeof(float) / WeightBytesPerMultiplication);
    }
}

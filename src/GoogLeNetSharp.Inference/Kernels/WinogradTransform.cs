namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Sizes and weight transform of F(4 x 4, 3 x 3). F(4, 3) computes 4 outputs of a 3-tap filter from 6 inputs with 6 multiplications instead
/// of 12; applied to the columns and then the rows of a tile, it computes 16 outputs with 36 multiplications instead of 144 (Lavin and Gray
/// 2015, arXiv:1509.09308, section 4).
/// </summary>
/// <remarks>Interpolation points: 0, 1, -1, 2, -2 and infinity.</remarks>
internal static unsafe class WinogradTransform
{
    /// <summary>Output rows and columns of a tile.</summary>
    public const int Outputs = 4;

    /// <summary>Input rows and columns of a tile; adjacent tiles share two.</summary>
    public const int Inputs = Outputs + 2;

    /// <summary>Number of products of a tile.</summary>
    public const int Products = Inputs * Inputs;

    /// <summary>Applies G g G^T: 3 x 3 taps to 6 x 6 factors, in double precision.</summary>
    public static void Weight(float* taps, float* factors)
    {
        var columns = stackalloc double[Inputs * 3];
        for (var j = 0; j < 3; j++) Filter(taps[j], taps[3 + j], taps[6 + j], columns + j, 3);
        var row = stackalloc double[Inputs];
        for (var i = 0; i < Inputs; i++)
        {
            Filter(columns[3 * i], columns[(3 * i) + 1], columns[(3 * i) + 2], row, 1);
            for (var j = 0; j < Inputs; j++) factors[(i * Inputs) + j] = (float)row[j];
        }
    }

    // G: 3 taps to 6 factors.
    private static void Filter(double g0, double g1, double g2, double* to, int stride)
    {
        double even = (g0 + g2) / 6, odd = g1 / 6;
        to[0] = g0 / 4;
        to[stride] = -even - odd;
        to[2 * stride] = odd - even;
        even = (g0 / 24) + (g2 / 6);
        odd = g1 / 12;
        to[3 * stride] = even + odd;
        to[4 * stride] = even - odd;
        to[5 * stride] = g2;
    }
}

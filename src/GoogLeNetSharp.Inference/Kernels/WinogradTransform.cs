namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Sizes of F(4 x 4, 3 x 3), and its transform of the weights. F(4, 3) makes 4 outputs of a filter of 3 taps from 6 inputs with 6
/// multiplications instead of 12; applied to the columns of a tile and then to its rows, it makes 16 outputs with 36 instead of 144 (Lavin
/// and Gray 2015, arXiv:1509.09308, section 4).
/// </summary>
/// <remarks>Interpolation at 0, 1, -1, 2, -2 and infinity.</remarks>
internal static unsafe class WinogradTransform
{
    /// <summary>Outputs of a tile, down and across.</summary>
    public const int Outputs = 4;

    /// <summary>Inputs of a tile, down and across: neighbouring tiles share two.</summary>
    public const int Inputs = Outputs + 2;

    /// <summary>Products of a tile.</summary>
    public const int Products = Inputs * Inputs;

    /// <summary>G g G^T: 3 x 3 taps to 6 x 6 factors, in double precision.</summary>
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

using System.Runtime.CompilerServices;
using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Weights as <see cref="MatrixTile"/> reads them, in panels of as many output channels as it has columns: the biases, then plane x input channel x output
/// channel, so that they are read from front to back. Missing output channels are zeros.
/// </summary>
internal static unsafe class PanelWeights
{
    /// <summary>Writes the planes of one weight: as many taps as the window has to as many factors as there are planes.</summary>
    public delegate void Planes(ReadOnlySpan<float> taps, Span<float> factors);

    /// <summary>Panels for that many output channels.</summary>
    public static long Count(long outChannels) => Rounding.Ceiling(outChannels, MatrixTile.Columns);

    /// <summary>Numbers of one panel.</summary>
    public static long Size(long inChannels, long planes) => MatrixTile.Columns * (1 + (planes * inChannels));

    /// <summary>Lays weights out; one pass and no copies in between, since they are the largest memory that a network has.</summary>
    /// <param name="weight">K x C x window.</param>
    /// <param name="bias">K, or null.</param>
    /// <param name="planes">How many planes there are.</param>
    /// <param name="transform">Makes the planes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Tensor Pack(Weight weight, Weight? bias, int planes, Planes transform)
    {
        var (outChannels, inChannels) = (weight.Shape[0], weight.Shape[1]);
        var window = (int)(weight.Count / (outChannels * inChannels));
        var size = Size(inChannels, planes);
        var taps = weight.Array.AsSpan();
        var shifts = bias is null ? [] : bias.Array.AsSpan();
        var packed = zeros(Count(outChannels), size);
        var panels = (float*)NativeKernels.Data(packed);
        Span<float> factors = stackalloc float[planes];
        for (var k = 0L; k < outChannels; k++)
        {
            var (panel, column) = Math.DivRem(k, MatrixTile.Columns);
            var to = panels + (panel * size) + column;
            *to = bias is null ? 0 : shifts[(int)k];
            to += MatrixTile.Columns;
            for (var c = 0L; c < inChannels; c++)
            {
                transform(taps[..window], factors);
                taps = taps[window..];
                for (var p = 0; p < planes; p++) to[((p * inChannels) + c) * MatrixTile.Columns] = factors[p];
            }
        }

        return packed;
    }
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Weights as <see cref="MatrixTile"/> reads them, in panels of as many output channels as it has columns: the biases, then plane x input channel x output
/// channel, so that they are read from front to back. Missing output channels are zeros.
/// </summary>
internal static class PanelWeights
{
    /// <summary>Panels for that many output channels.</summary>
    public static long Count(long outChannels) => Rounding.Ceiling(outChannels, MatrixTile.Columns);

    /// <summary>Numbers of one panel.</summary>
    public static long Size(long inChannels, long planes) => MatrixTile.Columns * (1 + (planes * inChannels));

    /// <summary>Lays weights out.</summary>
    /// <param name="weight">K x C x planes.</param>
    /// <param name="bias">K, or null.</param>
    public static Tensor Pack(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var (outChannels, inChannels, planes) = (weight.size(0), weight.size(1), weight.size(2));
        var panels = Count(outChannels);
        var missing = (panels * MatrixTile.Columns) - outChannels;
        var numbers = nn.functional.pad(weight.to(float32), [0, 0, 0, 0, 0, missing])
            .reshape(panels, MatrixTile.Columns, inChannels, planes).permute(0, 3, 2, 1).reshape(panels, -1);
        var shifts = nn.functional.pad((bias ?? zeros(outChannels)).to(float32), [0, missing]).reshape(panels, MatrixTile.Columns);
        return cat([shifts, numbers], 1).MoveToOuterDisposeScope();
    }
}

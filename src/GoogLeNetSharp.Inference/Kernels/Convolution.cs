using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The convolution of a batch: input, output and window.</summary>
/// <param name="Input">N x C x H x W.</param>
/// <param name="Output">N x K x H' x W'.</param>
/// <param name="Window">Kernel, stride, padding and dilation.</param>
/// <param name="Groups">Number of channel groups.</param>
/// <param name="Relu">Whether a ReLU is applied to the output.</param>
/// <param name="Addend">A map added before the ReLU, as the shortcut of a residual block, or null.</param>
/// <param name="Activation">Activation of the outputs, or null.</param>
internal sealed record Convolution(Map Input, Map Output, Window2d Window, long Groups, bool Relu, Map? Addend = null,
    ActivationPass? Activation = null)
{
    /// <summary>Input channels per group.</summary>
    public long GroupChannels => Input.Channels / Groups;

    /// <summary>Output channels per group.</summary>
    public long GroupOutputs => Output.Channels / Groups;

    /// <summary>Gets the final operations on a tile's sums.</summary>
    /// <param name="arena">The arena of the maps.</param>
    /// <param name="pixel">Pixel of the tile's first row, counted over all images.</param>
    /// <param name="channel">Output channel of the tile's first column.</param>
    /// <param name="bias">Biases of the columns.</param>
    public unsafe TileEnding Ending(float* arena, long pixel, long channel, float* bias) => Addend is { } addend
        ? new TileEnding(bias, addend.In(arena) + (pixel * addend.PixelStride) + channel, (nint)addend.PixelStride, Relu)
        : new TileEnding(bias, null, 0, Relu);
}

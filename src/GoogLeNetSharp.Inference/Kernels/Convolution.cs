using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A convolution of one batch: what it reads, what it writes, and how its window slides.</summary>
/// <param name="Input">N x C x H x W.</param>
/// <param name="Output">N x K x H' x W'.</param>
/// <param name="Window">Kernel, stride, padding and dilation.</param>
/// <param name="Groups">Groups of channels that are convolved apart.</param>
/// <param name="Relu">Whether negative outputs become 0.</param>
/// <param name="Addend">A map of the output's size that is added before the ReLU, or null: the shortcut of a residual block.</param>
/// <param name="Activation">What is applied to the outputs in the end, or null.</param>
internal sealed record Convolution(Map Input, Map Output, Window2d Window, long Groups, bool Relu, Map? Addend = null,
    ActivationPass? Activation = null)
{
    /// <summary>Input channels of one group.</summary>
    public long GroupChannels => Input.Channels / Groups;

    /// <summary>Output channels of one group.</summary>
    public long GroupOutputs => Output.Channels / Groups;

    /// <summary>What becomes of the sums of a tile.</summary>
    /// <param name="arena">Where the maps lie.</param>
    /// <param name="pixel">The pixel of the first row, counted through all images.</param>
    /// <param name="channel">The output channel of the first column.</param>
    /// <param name="bias">The biases of the columns.</param>
    public unsafe TileEnding Ending(float* arena, long pixel, long channel, float* bias) => Addend is { } addend
        ? new TileEnding(bias, addend.In(arena) + (pixel * addend.PixelStride) + channel, (nint)addend.PixelStride, Relu)
        : new TileEnding(bias, null, 0, Relu);
}

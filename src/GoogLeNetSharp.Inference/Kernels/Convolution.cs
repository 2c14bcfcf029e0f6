using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A convolution of one batch: what it reads, what it writes, and how its window slides.</summary>
/// <param name="Input">N x C x H x W.</param>
/// <param name="Output">N x K x H' x W'.</param>
/// <param name="Window">Kernel, stride, padding and dilation.</param>
/// <param name="Groups">Groups of channels that are convolved apart.</param>
/// <param name="Relu">Whether negative outputs become 0.</param>
internal sealed record Convolution(Map Input, Map Output, Window2d Window, long Groups, bool Relu)
{
    /// <summary>Input channels of one group.</summary>
    public long GroupChannels => Input.Channels / Groups;

    /// <summary>Output channels of one group.</summary>
    public long GroupOutputs => Output.Channels / Groups;
}

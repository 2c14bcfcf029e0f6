using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>A window in the arrays that TorchSharp's functions take, made once and not in each call.</summary>
internal sealed record Geometry(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation)
{
    public static Geometry? Of(GraphNode node) => node switch
    {
        ConvNode conv => Of(conv.Window),
        MaxPoolNode pool => Of(pool.Window),
        AvgPoolNode pool => Of(pool.Window),
        _ => null,
    };

    private static Geometry Of(Window2d window) => new(
        [window.KernelSize.Height, window.KernelSize.Width],
        [window.Stride.Height, window.Stride.Width],
        [window.Padding.Height, window.Padding.Width],
        [window.Dilation.Height, window.Dilation.Width]);
}

using TorchSharp.Modules;

namespace GoogLeNetSharp.Graphs;

/// <summary>Reads the geometry of TorchSharp's layers, which keep it in arrays of one or two numbers, or null for the default.</summary>
internal static class LayerWindow
{
    public static Window2d Of(long[] kernelSize, long[] stride, long[]? padding, long[]? dilation = null, bool ceilMode = false) => new(Pair(kernelSize))
    {
        Stride = Pair(stride),
        Padding = Pair(padding ?? [0]),
        Dilation = Pair(dilation ?? [1]),
        CeilMode = ceilMode,
    };

    public static (long Height, long Width) Pair(long[] sizes) => (sizes[0], sizes[^1]);

    /// <summary>The padding that keeps the image's size, or null where the two sides of the image would get different ones.</summary>
    public static long[]? SamePadding(Conv2d conv)
    {
        long[] total = [.. conv.kernel_size.Zip(conv.dilation, (size, dilation) => dilation * (size - 1))];
        return total.Any(pixels => pixels % 2 != 0) ? null : [.. total.Select(pixels => pixels / 2)];
    }
}

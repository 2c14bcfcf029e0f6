using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>The window of a convolution or pool: one number per spatial dimension.</summary>
/// <param name="Kernel">Size of the window, in elements.</param>
/// <param name="Stride">Stride of the window.</param>
/// <param name="Padding">Elements added on each side; empty for "same" padding, which depends on the input.</param>
public sealed record LayerWindow(IReadOnlyList<long> Kernel, IReadOnlyList<long> Stride, IReadOnlyList<long> Padding)
{
    /// <summary>Returns the window as text, for example <c>3x3 /2 p1</c>: kernel 3x3, stride 2, padding 1. Stride 1 and padding 0 are
    /// omitted.</summary>
    public override string ToString()
    {
        var stride = Stride.All(step => step == 1) ? "" : " /" + Short(Stride);
        var padding = Padding.Count == 0 ? " same" : Padding.All(side => side == 0) ? "" : " p" + Short(Padding);
        return string.Join('x', Kernel) + stride + padding;
    }

    /// <summary>Gets the window of a module, or null if it has none. The window of a <see cref="ConvBlock"/> is that of its
    /// convolution.</summary>
    internal static LayerWindow? Of(nn.Module module) => module switch
    {
        ConvBlock block => Of(block.Conv),
        Convolution conv => new(
            conv.kernel_size, conv.stride, conv.padding_type is TorchSharp.Padding.Same ? [] : conv.padding ?? Zeros(conv.kernel_size)),
        MaxPool1d pool => Of([pool.kernel_size], One(pool.stride), One(pool.padding)),
        MaxPool2d pool => Of(pool.kernel_size, pool.stride, pool.padding),
        MaxPool3d pool => Of(pool.kernel_size, pool.stride, pool.padding),
        AvgPool1d pool => Of([pool.kernel_size], One(pool.stride), One(pool.padding)),
        AvgPool2d pool => Of(pool.kernel_size, pool.stride, pool.padding),
        AvgPool3d pool => Of(pool.kernel_size, pool.stride, pool.padding),
        LPPool2d pool => Of(pool.kernel_size, pool.stride, null),
        _ => null,
    };

    // the default stride of a pool is its kernel size
    private static LayerWindow Of(long[] kernel, long[]? stride, long[]? padding) =>
        new(kernel, stride is { Length: > 0 } ? Spread(stride, kernel) : kernel, padding is { Length: > 0 }
            ? Spread(padding, kernel)
            : Zeros(kernel));

    private static long[] Spread(long[] numbers, long[] kernel) =>
        numbers.Length == kernel.Length ? numbers : [.. kernel.Select(_ => numbers[0])];

    private static long[] Zeros(long[] kernel) => new long[kernel.Length];

    private static long[]? One(long? number) => number is null ? null : [number.Value];

    private static string Short(IReadOnlyList<long> numbers) =>
        numbers.All(number => number == numbers[0]) ? $"{numbers[0]}" : string.Join('x', numbers);
}

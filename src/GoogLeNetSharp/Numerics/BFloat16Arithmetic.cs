using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// Whether bfloat16 is worth it for convolutions on this process's CPU: what the processor has, oneDNN offers and libtorch uses, all at
/// once.
/// </summary>
internal static class BFloat16Arithmetic
{
    private const int Channels = 16, Side = 4;

    private static readonly Lazy<bool> Tried = new(MultipliesInBFloat16);

    /// <summary>
    /// Whether libtorch's convolutions multiply bfloat16 with the processor's instructions for it. Without, they are converted to float32
    /// and back, up to 30 times slower than float32 itself.
    /// </summary>
    public static bool IsWorthwhile
    {
        get
        {
            ConvolutionCheck.Ensure();
            return Tried.Value;
        }
    }

    /// <summary>Tries it.</summary>
    // The bfloat16 products of x64 (AVX512-BF16, AMX-BF16) and Arm take numbers below the smallest normal one for zero, in every mode of
    // the processor; all other ways to compute the convolution keep them. So the numbers tell which one libtorch takes, where CPUID tells
    // only what there is.
    internal static bool MultipliesInBFloat16()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var threads = ThreadCount.OneOrAll(all: false);
        var input = full([2, Channels, Side, Side], Math.ScaleB(1, 100), dtype: bfloat16);
        var weight = full([Channels, Channels, 1, 1], Math.ScaleB(1, -130), dtype: bfloat16);
        return nn.functional.conv2d(input, weight).count_nonzero().item<long>() == 0;
    }
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// Detects whether bfloat16 speeds up convolutions on this CPU, which depends on the processor, oneDNN and libtorch.
/// </summary>
internal static class BFloat16Arithmetic
{
    private const int Channels = 16, Side = 4;

    private static readonly Lazy<bool> Tried = new(MultipliesInBFloat16);

    /// <summary>
    /// Whether libtorch's convolutions use the processor's bfloat16 instructions. Without them, values are converted to float32 and back,
    /// up to 30 times slower than float32.
    /// </summary>
    public static bool IsWorthwhile
    {
        get
        {
            ConvolutionCheck.Ensure();
            return Tried.Value;
        }
    }

    /// <summary>Tests whether libtorch uses bfloat16 instructions.</summary>
    // The bfloat16 instructions of x64 (AVX512-BF16, AMX-BF16) and Arm always flush subnormal numbers to zero; all other implementations
    // keep them. The result therefore shows which implementation libtorch uses, while CPUID shows only what is available.
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

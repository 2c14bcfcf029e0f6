using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>What the processor can do.</summary>
internal static class Processor
{
    private const int Avx512BFloat16 = 1 << 5;      // CPUID leaf 7, subleaf 1, EAX
    private const int AmxBFloat16 = 1 << 22;        // CPUID leaf 7, subleaf 0, EDX

    /// <summary>Whether it has instructions that multiply bfloat16: without them libtorch converts to float32 and back, slower than float32 itself.</summary>
    public static bool MultipliesBFloat16 { get; } = Avx512F.IsSupported
        && ((X86Base.CpuId(7, 1).Eax & Avx512BFloat16) != 0 || (X86Base.CpuId(7, 0).Edx & AmxBFloat16) != 0);

    /// <summary>The type to compute in.</summary>
    public static ScalarType TypeFor(InferencePrecision precision, bool multipliesBFloat16) => precision switch
    {
        InferencePrecision.Float32 => ScalarType.Float32,
        InferencePrecision.Auto => multipliesBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32,
        _ when multipliesBFloat16 => ScalarType.BFloat16,
        _ => throw new PlatformNotSupportedException(
            "Precision: BFloat16 needs a processor with AVX512-BF16 or AMX-BF16, which this one has not; Float32 runs everywhere, and Auto picks by the processor."),
    };
}

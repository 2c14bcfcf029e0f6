using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Tests;

/// <summary>A test of kernels that not every machine runs; reported as skipped, with the reason, where this one does not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeKernelsFactAttribute : FactAttribute
{
    /// <summary>Decides by this machine whether the test is skipped.</summary>
    /// <param name="avx512">Whether it needs AVX-512 too.</param>
    public NativeKernelsFactAttribute(bool avx512 = false) => Skip = Reason(avx512);

    internal static string? Reason(bool avx512) =>
        !NativeKernels.Available ? "libtorch_cpu does not export what the kernels need: they are there on Linux x64."
        : avx512 && !MatrixTile.IsSupported ? "This processor, or DOTNET_EnableAVX512=0, is without AVX-512."
        : null;
}

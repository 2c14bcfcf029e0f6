namespace GoogLeNetSharp.Tests;

/// <summary>A theory of kernels that not every machine runs; reported as skipped, with the reason, where this one does not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeKernelsTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides by this machine whether the test is skipped.</summary>
    /// <param name="avx512">Whether it needs AVX-512 too.</param>
    public NativeKernelsTheoryAttribute(bool avx512 = false) => Skip = NativeKernelsFactAttribute.Reason(avx512);
}

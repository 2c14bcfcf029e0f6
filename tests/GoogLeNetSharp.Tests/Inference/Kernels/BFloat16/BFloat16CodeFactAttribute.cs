using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>A test that runs the machine code of bfloat16; reported as skipped, with the reason, where that cannot be run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BFloat16CodeFactAttribute : FactAttribute
{
    /// <summary>Decides by this machine whether the test is skipped.</summary>
    public BFloat16CodeFactAttribute() =>
        Skip = BFloat16Code.Instance is null
            ? "The processor lacks AVX512-BF16, or the system forbids code that is made at run time." : null;
}

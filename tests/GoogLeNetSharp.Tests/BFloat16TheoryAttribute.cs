using GoogLeNetSharp.Numerics;

namespace GoogLeNetSharp.Tests;

/// <summary>
/// A theory of bfloat16 arithmetic; reported as skipped, with the reason, where libtorch's convolutions do not multiply in it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BFloat16TheoryAttribute : TheoryAttribute
{
    /// <summary>Decides by this machine whether the test is skipped.</summary>
    public BFloat16TheoryAttribute() => Skip = BFloat16Arithmetic.IsWorthwhile
        ? null
        : "Convolutions of this process do not multiply bfloat16: the processor lacks it, or oneDNN is switched off or held to older "
            + "instructions.";
}

using System.Runtime.Intrinsics.X86;

namespace GoogLeNetSharp.Numerics;

/// <summary>Detects a known defect of oneDNN from the processor's cache information.</summary>
internal static class ProcessorCaches
{
    private const int AuthenticAmdEcx = 0x444D4163;         // "cAMD", the end of the vendor's name
    private const int AmdCacheLeaf = unchecked((int)0x8000001D);
    private const int SmallestFirstLevelCache = 4096;

    /// <summary>Gets the defect that affects this processor, or null.</summary>
    public static string? KnownDefect() => X86Base.IsSupported ? KnownDefect(X86Base.CpuId) : null;

    /// <summary>Gets the defect from the results of CPUID by leaf and subleaf.</summary>
    public static string? KnownDefect(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId)
    {
        if (cpuId(0, 0).Ecx != AuthenticAmdEcx) return null;
        var (kind, geometry, sets, _) = cpuId(AmdCacheLeaf, 0);
        var bytes = (((geometry >> 22) & 0x3FF) + 1L) * (((geometry >> 12) & 0x3FF) + 1) * ((geometry & 0xFFF) + 1) * ((uint)sets + 1L);
        return (kind & 31) != 0 && bytes >= SmallestFirstLevelCache
            ? null
            : "This AMD processor reports no caches (CPUID leaf 0x8000001D, empty in some virtual machines), which oneDNN 3.2 to 3.7 "
                + "treats as caches of one byte";
    }
}

using GoogLeNetSharp.Numerics;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>The defect that some processors set off, by the answers of their CPUID instruction.</summary>
public sealed class ProcessorCachesTests
{
    private const int Amd = 0x444D4163, Intel = 0x6C65746E;
    private const int Leaf = unchecked((int)0x8000001D);

    // 48 KB: 12 ways, lines of 64 bytes, 64 sets.
    private static readonly (int, int, int, int) FirstLevel = (0x121, 0x02C0003F, 0x3F, 0);

    [Fact]
    internal void KnownDefect_AmdWithoutCacheLeaf_IsNamed() => ProcessorCaches.KnownDefect(Cpu(Amd, default)).Should().Be(
        "This AMD processor reports no caches (CPUID leaf 0x8000001D, empty in some virtual machines), which oneDNN 3.2 to 3.7 treats as "
        + "caches of one byte");

    [Fact]
    internal void KnownDefect_AmdWithCacheOfOneLine_IsNamed() =>
        ProcessorCaches.KnownDefect(Cpu(Amd, (0x121, 0x3F, 0, 0))).Should().NotBeNull();

    [Fact]
    internal void KnownDefect_AmdWithCaches_IsNull() => ProcessorCaches.KnownDefect(Cpu(Amd, FirstLevel)).Should().BeNull();

    [Fact]
    internal void KnownDefect_OtherVendor_IsNull() => ProcessorCaches.KnownDefect(Cpu(Intel, default)).Should().BeNull();

    private static Func<int, int, (int, int, int, int)> Cpu(int vendor, (int, int, int, int) caches) =>
        (leaf, subleaf) => leaf == 0 ? (16, 0, vendor, 0) : leaf == Leaf && subleaf == 0 ? caches : default;
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Numerics;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>The kernels are there where they were tried: without this, all that skip their tests could vanish unseen.</summary>
public sealed class NativeKernelsTests
{
    [Fact]
    internal void Available_LinuxX64_IsTrue() =>
        NativeKernels.Available.Should().Be(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64);

    [Fact]
    internal void IsSupported_ProcessorWithAvx512_IsTrue() => MatrixTile.IsSupported.Should().Be(Avx512F.IsSupported && Vector512.IsHardwareAccelerated);

    [NativeKernelsFact]
    internal void FusedConvolutions_AreUsedWhereTheCheckPassed() =>
        FusedConvolutions.AreRight.Should().Be(ConvolutionCheck.Result.Status == ConvolutionCheckStatus.Passed);
}

namespace GoogLeNetSharp.Tests;

/// <summary>A test of what Unix has and Windows has not; reported as skipped there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    /// <summary>Decides by this machine whether the test is skipped.</summary>
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no Unix file modes." : null;
}

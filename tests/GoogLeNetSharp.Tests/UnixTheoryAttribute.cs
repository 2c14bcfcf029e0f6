namespace GoogLeNetSharp.Tests;

/// <summary>As <see cref="UnixFactAttribute"/>, with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides by this machine whether the test is skipped.</summary>
    public UnixTheoryAttribute() => Skip = new UnixFactAttribute().Skip;
}

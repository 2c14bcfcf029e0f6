namespace GoogLeNetSharp.Inspection;

/// <summary>An Inception module with its branches.</summary>
/// <param name="Row">The module's row.</param>
/// <param name="Branches">Its branches, in the order in which they are concatenated.</param>
/// <param name="Naive">Cost of an <see cref="InceptionNaive"/> with the same 1x1, 3x3 and 5x5 widths, or null if the module is one.</param>
public sealed record InceptionView(SummaryRow Row, IReadOnlyList<InceptionBranch> Branches, NaiveCost? Naive)
{
    /// <summary>Returns the module with its branches: <c>inception3a: branch1: ConvBlock; branch2: ConvBlock, ConvBlock; ...</c>.</summary>
    public override string ToString() => $"{Row.Name}: {string.Join("; ", Branches)}";
}

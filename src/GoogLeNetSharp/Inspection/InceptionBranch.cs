namespace GoogLeNetSharp.Inspection;

/// <summary>One branch of an Inception module.</summary>
/// <param name="Name">Its name in the module: <c>branch2</c>.</param>
/// <param name="Steps">Its layers in order: a reduction and a convolution, a pool and a projection, or one of them.</param>
public sealed record InceptionBranch(string Name, IReadOnlyList<SummaryRow> Steps)
{
    /// <summary>What the branch hands to the concatenation.</summary>
    public IReadOnlyList<long> OutputShape => Steps[^1].OutputShape!;

    /// <summary>The branch with the types of its layers: <c>branch2: ConvBlock, ConvBlock</c>.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Steps.Select(step => step.TypeName))}";
}

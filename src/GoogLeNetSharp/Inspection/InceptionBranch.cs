namespace GoogLeNetSharp.Inspection;

/// <summary>A branch of an Inception module.</summary>
/// <param name="Name">Name in the module: <c>branch2</c>.</param>
/// <param name="Steps">Layers in order: reduction and convolution, pool and projection, or a single layer.</param>
public sealed record InceptionBranch(string Name, IReadOnlyList<SummaryRow> Steps)
{
    /// <summary>Output shape, as passed to the concatenation.</summary>
    public IReadOnlyList<long> OutputShape => Steps[^1].OutputShape!;

    /// <summary>Returns the branch with the types of its layers: <c>branch2: ConvBlock, ConvBlock</c>.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Steps.Select(step => step.TypeName))}";
}

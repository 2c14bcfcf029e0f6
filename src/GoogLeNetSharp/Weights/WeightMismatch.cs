namespace GoogLeNetSharp.Weights;

/// <summary>A key that does not match.</summary>
/// <param name="Name">Name in the module.</param>
/// <param name="Kind">The kind of mismatch.</param>
/// <param name="Expected">Type and shape in the module, for example <c>Float32 [1000, 1024]</c>, or <c>nothing</c>.</param>
/// <param name="Found">Type and shape in the file, or <c>nothing</c>.</param>
public sealed record WeightMismatch(string Name, WeightMismatchKind Kind, string Expected, string Found);

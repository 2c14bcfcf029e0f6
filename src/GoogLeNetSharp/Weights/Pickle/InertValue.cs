namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>An object beside the weights, reduced to its kind.</summary>
/// <param name="Name">Name in messages.</param>
internal sealed record InertValue(string Name);

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>An object beside the weights of which nothing but its kind is kept.</summary>
/// <param name="Name">What messages call it.</param>
internal sealed record InertValue(string Name);

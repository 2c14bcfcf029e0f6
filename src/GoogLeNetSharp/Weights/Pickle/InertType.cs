namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A type or function that produces an <see cref="InertValue"/>.</summary>
/// <param name="Name">Name of its results in messages.</param>
internal sealed record InertType(string Name);

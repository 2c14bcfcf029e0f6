namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A type or function whose results are <see cref="InertValue"/>s.</summary>
/// <param name="Name">What messages call its results.</param>
internal sealed record InertType(string Name);

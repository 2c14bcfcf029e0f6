namespace GoogLeNetSharp.Weights;

/// <summary>A change made to a weight when it was loaded.</summary>
/// <param name="Name">Name in the module.</param>
/// <param name="Text">The change, for example <c>Float16 to Float32</c>.</param>
public sealed record WeightNote(string Name, string Text);

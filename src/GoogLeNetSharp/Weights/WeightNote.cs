namespace GoogLeNetSharp.Weights;

/// <summary>Something done to one weight on its way from the file into the module.</summary>
/// <param name="Name">Name in the module.</param>
/// <param name="Text">What was done, for example <c>Float16 to Float32</c>.</param>
public sealed record WeightNote(string Name, string Text);

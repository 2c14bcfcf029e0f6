namespace GoogLeNetSharp.Imaging;

/// <summary>One class that an image may show.</summary>
/// <param name="Label">Name of the class; its index as text where there are no labels.</param>
/// <param name="Index">Index of the class in the logits.</param>
/// <param name="Probability">Softmax of the logits, from 0 to 1.</param>
public sealed record Prediction(string Label, int Index, float Probability);

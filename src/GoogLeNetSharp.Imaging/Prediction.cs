namespace GoogLeNetSharp.Imaging;

/// <summary>A predicted class of an image.</summary>
/// <param name="Label">Name of the class, or its index as text without labels.</param>
/// <param name="Index">Index of the class in the logits.</param>
/// <param name="Probability">Softmax of the logits, from 0 to 1.</param>
public sealed record Prediction(string Label, int Index, float Probability);

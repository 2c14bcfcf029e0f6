namespace GoogLeNetSharp.Numerics;

/// <summary>The results of a convolution: output and optional gradients.</summary>
/// <param name="Output">N x K x H' x W'.</param>
/// <param name="InputGradient">N x C x H x W, or null.</param>
/// <param name="WeightGradient">K x C / groups x kernel x kernel, or null.</param>
internal sealed record ConvolutionNumbers(double[] Output, double[]? InputGradient, double[]? WeightGradient);

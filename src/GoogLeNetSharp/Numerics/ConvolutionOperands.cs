namespace GoogLeNetSharp.Numerics;

/// <summary>What goes into a convolution and its gradients.</summary>
/// <param name="Input">N x C x H x W.</param>
/// <param name="Weight">K x C / groups x kernel x kernel.</param>
/// <param name="OutputGradient">N x K x H' x W': the gradient of a loss by the output.</param>
internal sealed record ConvolutionOperands(float[] Input, float[] Weight, float[] OutputGradient);

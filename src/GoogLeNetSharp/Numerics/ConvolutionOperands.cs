namespace GoogLeNetSharp.Numerics;

/// <summary>The operands of a convolution and its gradients.</summary>
/// <param name="Input">N x C x H x W.</param>
/// <param name="Weight">K x C / groups x kernel x kernel.</param>
/// <param name="OutputGradient">Gradient of a loss with respect to the output, N x K x H' x W'.</param>
internal sealed record ConvolutionOperands(float[] Input, float[] Weight, float[] OutputGradient);

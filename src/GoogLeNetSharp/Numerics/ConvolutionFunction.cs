namespace GoogLeNetSharp.Numerics;

/// <summary>Computes a convolution and, if requested, its gradients.</summary>
internal delegate ConvolutionNumbers ConvolutionFunction(ConvolutionCase convolution, ConvolutionOperands operands);

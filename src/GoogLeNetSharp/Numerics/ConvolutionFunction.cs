namespace GoogLeNetSharp.Numerics;

/// <summary>Computes a convolution and, where the case asks for them, its gradients.</summary>
internal delegate ConvolutionNumbers ConvolutionFunction(ConvolutionCase convolution, ConvolutionOperands operands);

namespace GoogLeNetSharp.Inference;

/// <summary>What computes a convolution; each lays the weights out in its own way.</summary>
internal enum ConvolutionKernel
{
    /// <summary>oneDNN's, which takes any window.</summary>
    OneDnn,

    /// <summary><see cref="WinogradConvolution"/>.</summary>
    Winograd,

    /// <summary><see cref="PointwiseConvolution"/>.</summary>
    Pointwise,
}

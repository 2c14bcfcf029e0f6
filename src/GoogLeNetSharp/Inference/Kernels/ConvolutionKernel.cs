namespace GoogLeNetSharp.Inference;

/// <summary>What computes a convolution; each lays the weights out in its own way.</summary>
internal enum ConvolutionKernel
{
    /// <summary>oneDNN's, fused with the ReLU, which takes any window.</summary>
    OneDnn,

    /// <summary>TorchSharp's operator: any window, where oneDNN's fused kernel may not be used.</summary>
    Operator,

    /// <summary><see cref="WinogradConvolution"/>.</summary>
    Winograd,

    /// <summary><see cref="PointwiseConvolution"/>.</summary>
    Pointwise,
}

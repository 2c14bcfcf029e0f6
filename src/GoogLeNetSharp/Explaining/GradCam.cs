using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Grad-CAM: the layer's channels, weighted by the mean of their gradients (Selvaraju et al. 2017, arXiv 1610.02391).</summary>
public static class GradCam
{
    /// <summary>Explains one class for each image, from one pass forward and one back.</summary>
    /// <param name="network">A network in evaluation mode, from images to logits N x classes.</param>
    /// <param name="images">N x C x H x W.</param>
    /// <param name="layer">Name of a stage whose output is a map N x C x H x W, or null for the last one of more than one pixel.</param>
    /// <param name="classes">One class for each image, or null for the one with the largest logit.</param>
    /// <returns>Maps N x H x W of the layer's size; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The images have another rank, channel count, type, device or size than the network takes; the
    /// layer is no stage or no map (the message lists the valid ones); or there is not one class for each image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such class.</exception>
    /// <exception cref="InvalidOperationException">The network is in training mode, gives no logits, or its output has no gradient at the
    /// layer.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public static Explanations Explain(Block network, Tensor images, string? layer = null, IReadOnlyList<long>? classes = null) =>
        LayerGradient.Explain(network, images, layer, classes, Weights);

    private static Tensor Weights(Tensor maps, Tensor gradient) => gradient.mean([2, 3], keepdim: true);
}

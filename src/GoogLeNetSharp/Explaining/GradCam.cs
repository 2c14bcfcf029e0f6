using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Grad-CAM: the sum of a layer's channels, weighted by their mean gradients (Selvaraju et al. 2017, arXiv 1610.02391).</summary>
public static class GradCam
{
    /// <summary>Explains one class for each image, with one forward and one backward pass.</summary>
    /// <param name="network">A network in evaluation mode, from images to logits N x classes.</param>
    /// <param name="images">N x C x H x W.</param>
    /// <param name="layer">Name of a stage whose output is a map N x C x H x W, or null for the last one larger than one pixel.</param>
    /// <param name="classes">One class for each image, or null for the class with the largest logit.</param>
    /// <returns>Maps N x H x W of the layer's size; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The images have another rank, channel count, type, device or size than the network accepts; the
    /// layer is not a stage or not a map (the message lists the valid stages); or the number of classes is not the number of
    /// images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such class.</exception>
    /// <exception cref="InvalidOperationException">The network is in training mode, does not return logits, or its output has no gradient
    /// at the layer.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public static Explanations Explain(Block network, Tensor images, string? layer = null, IReadOnlyList<long>? classes = null) =>
        LayerGradient.Explain(network, images, layer, classes, Weights);

    private static Tensor Weights(Tensor maps, Tensor gradient) => gradient.mean([2, 3], keepdim: true);
}

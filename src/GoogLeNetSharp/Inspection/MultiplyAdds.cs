using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>
/// The rules of multiply-adds: what each output element (or input element, for transposed convolutions) costs. Biases, normalisation,
/// activations, pools, dropout and look-ups count 0: a network is compared by its convolutions and matrix products.
/// </summary>
internal static class MultiplyAdds
{
    /// <summary>Multiply-adds of one call of a layer itself.</summary>
    public static long Of(nn.Module layer, long inputElements, long outputElements) => layer switch
    {
        Convolution { transposed: true } conv => inputElements * (conv.out_channels / conv.groups) * Product(conv.kernel_size),
        Convolution conv => outputElements * (conv.in_channels / conv.groups) * Product(conv.kernel_size),
        Linear linear => outputElements * linear.weight!.shape[1],
        Bilinear bilinear => outputElements * bilinear.in1_features * bilinear.in2_features,
        _ => 0,
    };

    /// <summary>Whether there is a rule for the layer's own parameters; 0 is one for those that only scale, shift or look up.</summary>
    public static bool HasRule(nn.Module layer) =>
        layer is Convolution or Linear or Bilinear or NormBase or GroupNorm or LayerNorm or PReLU or Embedding or EmbeddingBag;

    private static long Product(long[] sides) => sides.Aggregate(1L, (product, side) => product * side);
}

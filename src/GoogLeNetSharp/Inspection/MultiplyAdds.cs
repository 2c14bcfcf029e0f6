using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>
/// Counts multiply-adds from the cost of each output element (or input element, for transposed convolutions). Biases, normalization,
/// activations, pools, dropout and lookups count 0: networks are compared by their convolutions and matrix products.
/// </summary>
internal static class MultiplyAdds
{
    /// <summary>Counts the multiply-adds of one call of a layer, excluding its children.</summary>
    public static long Of(nn.Module layer, long inputElements, long outputElements) => layer switch
    {
        Convolution { transposed: true } conv => inputElements * (conv.out_channels / conv.groups) * Product(conv.kernel_size),
        Convolution conv => outputElements * (conv.in_channels / conv.groups) * Product(conv.kernel_size),
        Linear linear => outputElements * linear.weight!.shape[1],
        Bilinear bilinear => outputElements * bilinear.in1_features * bilinear.in2_features,
        _ => 0,
    };

    /// <summary>Whether a rule covers the layer's own parameters. Parameters that only scale, shift or look up have the rule 0.</summary>
    public static bool HasRule(nn.Module layer) =>
        layer is Convolution or Linear or Bilinear or NormBase or GroupNorm or LayerNorm or PReLU or Embedding or EmbeddingBag;

    private static long Product(long[] sides) => sides.Aggregate(1L, (product, side) => product * side);
}

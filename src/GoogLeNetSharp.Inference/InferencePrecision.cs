namespace GoogLeNetSharp.Inference;

/// <summary>Precision of multiplications in an <see cref="InferenceModel"/>. Sums, and all layers other than convolutions and linear
/// layers, use float32.</summary>
public enum InferencePrecision
{
    /// <summary>float32, the precision of the network.</summary>
    Float32,

    /// <summary>
    /// bfloat16, 8 bits of precision: inputs and weights of convolutions and linear layers are rounded where that is faster. Requires a
    /// processor with AVX512-BF16 (AMD Zen 4, Intel Sapphire Rapids, and later ones).
    /// </summary>
    BFloat16,

    /// <summary><see cref="BFloat16"/> if supported in this process, otherwise <see cref="Float32"/>.</summary>
    Auto,
}

namespace GoogLeNetSharp.Inference;

/// <summary>The type of number that an <see cref="InferenceModel"/> multiplies. Sums, and all that is no convolution or linear layer, are
/// float32.</summary>
public enum InferencePrecision
{
    /// <summary>float32: the numbers of the network itself, within rounding.</summary>
    Float32,

    /// <summary>
    /// bfloat16, 8 bits of precision: inputs and weights of convolutions and linear layers are rounded to it where that is faster. Needs a
    /// processor with AVX512-BF16 (AMD Zen 4, Intel Sapphire Rapids, and later ones).
    /// </summary>
    BFloat16,

    /// <summary><see cref="BFloat16"/> where the process can compute in it, otherwise <see cref="Float32"/>.</summary>
    Auto,
}

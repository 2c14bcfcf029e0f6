namespace GoogLeNetSharp.Inference;

/// <summary>The type that an <see cref="InferenceModel"/> computes its maps in. Linear layers and logits are float32 in each.</summary>
public enum InferencePrecision
{
    /// <summary>float32: the numbers of the model itself, within rounding.</summary>
    Float32,

    /// <summary>bfloat16, 8 bits of precision: about twice as fast where the processor and libtorch multiply in it, and refused where they do not.</summary>
    BFloat16,

    /// <summary><see cref="BFloat16"/> where the processor and libtorch multiply in it, otherwise <see cref="Float32"/>.</summary>
    Auto,
}

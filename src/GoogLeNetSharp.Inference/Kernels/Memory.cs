namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The memory of one call.</summary>
/// <param name="arena">Memory of the maps between input and output.</param>
/// <param name="input">The caller's input, N x C x H x W or N x F.</param>
/// <param name="outputs">The caller's outputs; null for outputs not requested.</param>
/// <param name="notFinite">Set by a step that found a value that is not finite, for <see cref="Step.Exact"/>.</param>
internal readonly unsafe struct Memory(float* arena, float* input, float** outputs, int* notFinite)
{
    /// <summary>Memory of the maps between input and output.</summary>
    public float* Arena { get; } = arena;

    /// <summary>The caller's input, N x C x H x W or N x F.</summary>
    public float* Input { get; } = input;

    /// <summary>The caller's outputs; null for outputs not requested.</summary>
    public float** Outputs { get; } = outputs;

    /// <summary>Set by a step that found a value that is not finite, for <see cref="Step.Exact"/>.</summary>
    public int* NotFinite { get; } = notFinite;
}

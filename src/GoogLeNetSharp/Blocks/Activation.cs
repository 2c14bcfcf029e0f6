using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Activation after a convolution and its normalization: <see cref="Relu"/>, <see cref="None"/>, or any module, for example
/// <c>activation: nn.SiLU()</c>.</summary>
public sealed class Activation
{
    private Activation(nn.Module<Tensor, Tensor>? module) => Module = module;

    /// <summary>Rectified linear unit: max(x, 0). Adds no child module and no entry to the state dictionary.</summary>
    public static Activation Relu { get; } = new(module: null);

    /// <summary>No activation.</summary>
    public static Activation None { get; } = new(module: null);

    /// <summary>The module, or null for <see cref="Relu"/> and <see cref="None"/>.</summary>
    public nn.Module<Tensor, Tensor>? Module { get; }

    /// <summary>Uses a module, which becomes the block's child <c>activation</c>.</summary>
    /// <param name="module">The module.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is null.</exception>
    public static implicit operator Activation(nn.Module<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new Activation(module);
    }
}

using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>What comes after a convolution (and its normalisation): <see cref="Relu"/>, <see cref="None"/>, or any module: <c>activation:
/// nn.SiLU()</c>.</summary>
public sealed class Activation
{
    private Activation(nn.Module<Tensor, Tensor>? module) => Module = module;

    /// <summary>Negative values become 0. No child, nothing in the state dictionary.</summary>
    public static Activation Relu { get; } = new(module: null);

    /// <summary>Nothing.</summary>
    public static Activation None { get; } = new(module: null);

    /// <summary>The module, or null for <see cref="Relu"/> and <see cref="None"/>.</summary>
    public nn.Module<Tensor, Tensor>? Module { get; }

    /// <summary>A module of any kind, which becomes the block's child <c>activation</c>.</summary>
    /// <param name="module">The module.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is null.</exception>
    public static implicit operator Activation(nn.Module<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new Activation(module);
    }
}

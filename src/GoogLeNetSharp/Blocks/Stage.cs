using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A stage of a <see cref="Block"/> that is the output of a module.</summary>
/// <param name="Name">The stage's name: <c>inception4a</c>.</param>
/// <param name="Module">The module: a block, a pool, a linear layer.</param>
public sealed record Stage(string Name, nn.Module<Tensor, Tensor> Module)
{
    /// <summary>Returns the name and the type of the module: <c>inception4a: InceptionModule</c>.</summary>
    public override string ToString() => $"{Name}: {Module.GetType().Name}";
}

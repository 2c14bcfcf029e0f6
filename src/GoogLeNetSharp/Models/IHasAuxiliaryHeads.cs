using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A network that can have auxiliary heads, whose losses <c>Trainer</c> adds to that of the logits.</summary>
public interface IHasAuxiliaryHeads
{
    /// <summary>The heads; none where the network was made without.</summary>
    IReadOnlyList<AuxiliaryHead> AuxiliaryHeads { get; }

    /// <summary>Runs the network with its heads; a <see cref="Block"/> that names them does so with
    /// <see cref="Block.ForwardWithSideOutputs"/>.</summary>
    /// <param name="input">Images, N x C x H x W.</param>
    /// <returns>The network's logits, N x classes, then those of each of the <see cref="AuxiliaryHeads"/>; the caller disposes
    /// them.</returns>
    IReadOnlyList<Tensor> ForwardWithHeads(Tensor input);
}

using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A network that can have auxiliary heads. <c>Trainer</c> adds their losses to the loss of the logits.</summary>
public interface IHasAuxiliaryHeads
{
    /// <summary>The auxiliary heads; empty if the network has none.</summary>
    IReadOnlyList<AuxiliaryHead> AuxiliaryHeads { get; }

    /// <summary>Runs the network with its heads; a <see cref="Block"/> that names the outputs of its heads can use
    /// <see cref="Block.ForwardWithSideOutputs"/>.</summary>
    /// <param name="input">Images, N x C x H x W.</param>
    /// <returns>The network's logits, N x classes, then the logits of each of the <see cref="AuxiliaryHeads"/>; the caller disposes
    /// them.</returns>
    IReadOnlyList<Tensor> ForwardWithHeads(Tensor input);
}

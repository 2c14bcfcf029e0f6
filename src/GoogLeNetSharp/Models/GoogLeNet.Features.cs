using static TorchSharp.torch;

namespace GoogLeNetSharp;

// Intermediate results: auxiliary heads, features, named stages.
public sealed partial class GoogLeNet
{
    /// <summary>The auxiliary heads with the stages whose output they read; none where the options have none.</summary>
    public IReadOnlyList<AuxiliaryHead> AuxiliaryHeads => _auxiliary;

    /// <summary>Runs the network with its auxiliary heads, in training and in evaluation mode.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type. The paper's form of the heads takes maps of 14 to 16 pixels only.</param>
    /// <returns>Logits of the network and of both heads, each N x classes or classes.</returns>
    /// <exception cref="InvalidOperationException">The options have no auxiliary heads.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public GoogLeNetOutput ForwardWithAuxiliary(Tensor input)
    {
        if (_auxiliary.Count == 0)
        {
            throw new InvalidOperationException(
                $"This GoogLeNet ({Options.Preset}) has no auxiliary heads: make it with AuxiliaryHeads = true, or call it for the logits alone.");
        }

        var outputs = ForwardWithSideOutputs(input);
        return new GoogLeNetOutput(outputs[0], outputs[1], outputs[2]);
    }

    /// <inheritdoc/>
    IReadOnlyList<Tensor> IHasAuxiliaryHeads.ForwardWithHeads(Tensor input) => ForwardWithSideOutputs(input);

    /// <summary>Runs the network up to its last map, before the final pool.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>N x 1024 x h x w or 1024 x h x w, in the input's type.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public Tensor ForwardFeatures(Tensor input) => ForwardTo(input, _features[^1].Name);

    /// <summary>Runs the rest of the network, from the final pool: <c>ForwardHead(ForwardFeatures(x))</c> is <c>call(x)</c>.</summary>
    /// <param name="features">N x 1024 x h x w or 1024 x h x w, as <see cref="ForwardFeatures"/> returns it.</param>
    /// <returns>Logits, N x classes or classes.</returns>
    /// <exception cref="ArgumentException">The map has another rank, channel count, type or device, or a size that the final pool does not make 1 x 1.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public Tensor ForwardHead(Tensor features) => ForwardFrom(features, _features[^1].Name);
}

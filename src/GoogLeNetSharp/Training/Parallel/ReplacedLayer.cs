using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Replaces the forward pass of a layer in training mode.</summary>
/// <remarks>
/// Uses hooks, so the layer object in the network stays the same. The layer itself still runs, in evaluation mode on one item; earlier
/// hooks see that item.
/// </remarks>
internal static class ReplacedLayer
{
    /// <summary>Gets all layers of a network, each once.</summary>
    public static IEnumerable<nn.Module> LayersOf(nn.Module model) => model.modules().Prepend(model).Distinct();

    /// <summary>Replaces the forward pass.</summary>
    /// <param name="layer">The layer, without children.</param>
    /// <param name="forward">The forward pass in training.</param>
    /// <returns>An object that undoes the replacement when disposed.</returns>
    public static Action Attach(nn.Module<Tensor, Tensor> layer, Func<Tensor, Tensor> forward)
    {
        Tensor? pending = null;
        var before = layer.register_forward_pre_hook((_, input) =>
        {
            if (!layer.training) return null!;
            pending = input;
            layer.eval();
            return input.narrow(0, 0, 1);
        });
        var after = layer.register_forward_hook((_, _, _) =>
        {
            if (pending is not { } input) return null!;
            pending = null;
            layer.train();
            return forward(input);
        });
        return () =>
        {
            before.remove();
            after.remove();
        };
    }
}

using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A layer whose forward pass in training is another one; in evaluation mode it is its own.</summary>
/// <remarks>
/// Hooks do it, so the layer stays the caller's object in the caller's network. The layer itself still runs, in evaluation mode and on one
/// item, as it must; hooks that were there before see that item.
/// </remarks>
internal static class ReplacedLayer
{
    /// <summary>Every layer of a network, once each.</summary>
    public static IEnumerable<nn.Module> LayersOf(nn.Module model) => model.modules().Prepend(model).Distinct();

    /// <summary>Replaces the forward pass.</summary>
    /// <param name="layer">The layer, without children.</param>
    /// <param name="forward">What it computes in training.</param>
    /// <returns>Undoes the replacement.</returns>
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
